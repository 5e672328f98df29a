import { type Container, describePlace } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import type { WorkerPods } from "../shared/grace/long-worker";
import { endingCommand } from "./pre-stop";

/** Whether SIGTERM reaches the workers, once. */
export function signalFindings(
  { workload, workers }: WorkerPods,
  rule: string,
): readonly Finding[] {
  return workers.flatMap(({ container, adapter }) => {
    const { title, secondSignalKills } = adapter;
    const command = endingCommand(container, secondSignalKills);
    const script = swallowingScript(container);
    const where = describePlace(workload.place);
    return [
      ...(command === undefined
        ? []
        : [
            findingAt(workload, {
              rule,
              severity: "error",
              message: `container ${container.name} ends its worker before it stops (preStop: ${command}): ${secondSignalKills ? "the SIGTERM that follows is the second, which kills the job" : "the job is ended with it"}`,
              fix: `remove ${command} from lifecycle.preStop (${where}): the kubelet sends SIGTERM by itself, and ${title} then finishes its job`,
            }),
          ]),
      ...(script === undefined
        ? []
        : [
            findingAt(workload, {
              rule,
              severity: "warning",
              message: `container ${container.name} starts its worker from a shell, which stays process 1 and passes no SIGTERM on: the job is killed at the end of the grace`,
              fix: `write exec before the worker's command in ${JSON.stringify(script)} (${where}), or start it without a shell`,
            }),
          ]),
    ];
  });
}

/**
 * Shells that stay when they start a script's only command: dash (Debian's sh)
 * and busybox. bash gives its process to the last command by itself.
 */
const STAYING_SHELL = /(^|\/)(sh|dash|ash)$/;

/** The script of such a shell that neither hands its process over nor passes signals on. */
function swallowingScript({ command, args }: Container): string | undefined {
  const [shell = "", ...rest] = [...command, ...args];
  const option = rest.findIndex((word) => /^-\w*c$/.test(word));
  const script = rest[option + 1];
  if (!STAYING_SHELL.test(shell) || option === -1 || script === undefined) return undefined;
  return /(^|[\s;&|({])(exec|trap)\s/.test(script) ? undefined : script.trim();
}
