import { describePlace } from "../../inventory/model";
import { longWorkerOf, type LongWorker, workerPodsIn } from "../shared/grace/long-worker";
import { autoscalerFindings, poolFindings, spotFindings } from "../shared/grace/node-findings";
import { signalFindings } from "./signals";
import { type Finding, findingAt, type Rule } from "../engine/rule";

const id = "grace-chain";

export const graceChain: Rule = {
  id,
  title: "A queue worker has time to finish its job, whatever ends it",
  why: "The app's own manifests gave workers 120 s to end, and jobs 1800 s: every scale-in, rollout and drain killed a render. SIGTERM is a warm shutdown of RQ and of Celery, which finishes the job; SIGKILL at the end of the grace kills it, and with RQ a second SIGTERM. ARQ cancels its job at SIGTERM unless `job_completion_wait` is set. The pod's grace is the first link only: cluster-autoscaler, updates of node groups and spot nodes have limits of their own.",
  severity:
    "error where a job of the declared length is killed; warning where the margin is too small, where the length is the program's default, and for what ends nodes and is accepted by name",
  remedy:
    'terminationGracePeriodSeconds: preStop + job timeout + 30, with RQ 60 more for the kill of the work horse and 60 for callbacks; the same for cluster-autoscaler\'s max-graceful-termination-sec. No signal in preStop, no shell before the worker, `safe-to-evict: "false"` on its pods.',
  check: (inventory, spec) => {
    const pods = workerPodsIn(inventory);
    const long = pods.flatMap((each) => longWorkerOf(each, spec) ?? []);
    return [
      ...long.flatMap(tooShort),
      ...pods.flatMap((each) => signalFindings(each, id)),
      ...autoscalerFindings(long, inventory, id),
      ...spotFindings(long, id),
      ...(spec === undefined ? [] : poolFindings(long, spec, id)),
    ];
  },
};

function tooShort({
  workload,
  adapter,
  jobTimeout,
  preStop,
  needed,
}: LongWorker): readonly Finding[] {
  const grace = workload.pod.terminationGracePeriodSeconds;
  if (grace >= needed) return [];
  const code = adapter.finishing?.(jobTimeout.seconds);
  const killsJobs = grace < preStop + jobTimeout.seconds;
  const hook = preStop === 0 ? "" : `, of which preStop takes ${preStop} s`;
  return [
    findingAt(workload, {
      rule: id,
      severity: killsJobs && jobTimeout.said ? "error" : "warning",
      message: killsJobs
        ? `has ${grace} s to end${hook}, but a job may take ${jobTimeout.seconds} s (${jobTimeout.from}): scale-in, rollouts and drains kill jobs`
        : `has ${grace} s to end${hook}, which is just a job of ${jobTimeout.seconds} s (${jobTimeout.from}): ${adapter.title} needs ${needed - preStop - jobTimeout.seconds} s more to record how it ended`,
      fix: `set terminationGracePeriodSeconds: ${needed} (${describePlace(workload.place)})${code === undefined ? "" : `, and ${code}`}`,
    }),
  ];
}
