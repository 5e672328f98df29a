import { run } from "../../runtime/process/run";
import type { Project } from "../project";

/** What became of a command that a finding prints. */
export interface Ran {
  readonly how: "ran" | "failed" | "not here";
  /** What it said where it failed. */
  readonly said: string;
}

/** What a registry answers, what asks AWS, and a program that the testbed does not need. */
const NOT_HERE = /^npm run mirror |^(aws|helm) /;
/** The API server goes to the kubelet of the pod's node, which KWOK only stands for. */
const TO_KUBELET =
  /dial tcp|connection refused|no route to host|lookup .* on|waiting to start|no preferred addresses|kubelet/i;
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
  const asked = / logs /.test(command) && TO_KUBELET.test(ended.lastLines());
  return ended.ok || isPlan || asked
    ? { how: "ran", said: "" }
    : { how: "failed", said: ended.lastLines() };
}
