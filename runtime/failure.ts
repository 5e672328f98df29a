import { types } from "node:util";

/** Something that a command needs cannot be had, or did not work: what, and what to do about it. */
export class CommandFailure extends Error {
  override readonly name: string = "CommandFailure";

  /**
   * @param message what is wrong, and where
   * @param remedy what to do about it
   */
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** What this machine refuses, and what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: "make room on the disk of that folder, then call it again",
  EDQUOT: "make room within the quota of that folder, then call it again",
  EROFS: "work in a folder that can be written to",
  EACCES: "see that this user may read and write it: ls -l",
  EPERM: "see that this user may read and write it: ls -l",
  EMFILE: "allow more open files: ulimit -n",
};

/** A refusal of this machine as a failure of the command; undefined for what is a defect. */
export function machineFailure(error: unknown): CommandFailure | undefined {
  if (!types.isNativeError(error) || !("code" in error)) return undefined;
  const remedy = REFUSALS[String(error.code)];
  return remedy === undefined ? undefined : new CommandFailure(error.message, remedy);
}
