import { type Container, describePlace, type Workload } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import type { WorkerPods } from "../shared/grace/long-worker";
import { SAFE_TO_EVICT } from "../shared/grace/node-findings";
import { endingCommand, suspends } from "./pre-stop";

/** Whether SIGTERM reaches the workers, once. */
export function signalFindings(
  { workload, workers }: WorkerPods,
  rule: string,
): readonly Finding[] {
  const misplaced = workload.kind !== "Pod" && workload.annotations?.[SAFE_TO_EVICT] !== undefined;
  const evictable = workload.pod.annotations[SAFE_TO_EVICT] === undefined;
  const eviction = misplaced && evictable ? [misplacedAnnotation(workload, rule)] : [];
  const signals = workers.flatMap(({ container, adapter, endsJob }) => {
    const { title, secondSignalKills } = adapter;
    const command = endingCommand(container, secondSignalKills);
    const script = swallowingScript(container);
    const where = describePlace(workload.place);
    return [
      ...(adapter.suspend === undefined || !suspends(container, adapter)
        ? []
        : [
            findingAt(workload, {
              rule,
              severity: "error",
              message: `container ${container.name} runs ${adapter.suspend.command} before it stops: that stops every worker of this Redis, until somebody runs ${adapter.suspend.resume}`,
              fix: `remove ${adapter.suspend.command} from lifecycle.preStop (${where}): at SIGTERM ${title} takes no further job`,
            }),
          ]),
      ...(endsJob === undefined
        ? []
        : [
            findingAt(workload, {
              rule,
              severity: "error",
              message: `container ${container.name} ends its job ${endsJob.afterSeconds} s after SIGTERM (${endsJob.from}), whatever the grace: scale-in, rollouts and drains fail jobs`,
              fix: `start ${title}'s own worker, without ${endsJob.from} (${where})`,
            }),
          ]),
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
  return [...eviction, ...signals];
}

/** cluster-autoscaler looks at pods alone. */
function misplacedAnnotation(workload: Workload, rule: string): Finding {
  return findingAt(workload, {
    rule,
    severity: "warning",
    message: `has ${SAFE_TO_EVICT} in its own metadata, where cluster-autoscaler does not look: it may move the pods in the middle of a job`,
    fix: `move it to the pods: template.metadata.annotations: { ${SAFE_TO_EVICT}: "false" } (${describePlace(workload.place)})`,
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
