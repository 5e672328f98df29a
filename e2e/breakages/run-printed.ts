import { run } from "../../runtime/process/run";
import type { Project } from "../project";

/** What became of a command that a finding prints. */
export interface Ran {
  readonly how: "ran" | "failed" | "not here";
  /** What it said where it failed. */
  readonly said: string;
}

/** What only a kubelet or a registry answers, what asks AWS, and a program that the testbed does not need. */
const NOT_HERE = /(^| )(logs|exec) |^npm run mirror |^(aws|helm) /;
/** What asks before it applies: there is no terminal here. */
const ASKS = /npm run (deploy|rollback|migrate-claims) -- [^&|;]*$/;
const SECONDS = 300;
/** What a command leaves to the person, as a variable of the shell. */
const OF_THE_PERSON = { REGISTRY_USER: "somebody", REGISTRY_TOKEN: "of-a-breakage" };
/** `npm run plan` ends so when there are changes. */
const CHANGES = 2;

/** Runs a command as a person pastes it into a shell, in the folder of the project. */
export async function runPrinted(command: string, project: Project): Promise<Ran> {
  if (NOT_HERE.test(command)) return { how: "not here", said: "" };
  const ended = await run({
    program: "bash",
    args: ["-c", ASKS.test(command) ? `${command} --yes` : command],
    cwd: project.folder,
    env: { ...project.environment(), ...OF_THE_PERSON },
    timeoutSeconds: SECONDS,
  });
  const isPlan = /^npm run plan /.test(command) && ended.status === CHANGES;
  return ended.ok || isPlan ? { how: "ran", said: "" } : { how: "failed", said: ended.lastLines() };
}
