import { run } from "../../runtime/process/run";

/** What became of a command that a finding prints. */
export interface Ran {
  readonly how: "ran" | "failed" | "not here";
  /** What it said where it failed. */
  readonly said: string;
}

/** What only a kubelet answers, and what a phase of its own tries: Terraform and AWS. */
const NOT_HERE = /(^| )(logs|exec) |^(npm|aws|helm) /;
const SECONDS = 60;

/** Runs a command as a person pastes it into a shell. */
export async function runPrinted(command: string): Promise<Ran> {
  if (NOT_HERE.test(command)) return { how: "not here", said: "" };
  const ended = await run({ program: "bash", args: ["-c", command], timeoutSeconds: SECONDS });
  return ended.ok ? { how: "ran", said: "" } : { how: "failed", said: ended.stderr.trim() };
}
