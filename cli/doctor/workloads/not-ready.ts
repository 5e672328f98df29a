import { groupBy } from "../../../inventory/group-by";
import type { Condition, LivePod } from "../../../inventory/live";
import { describe, type ObjectName } from "../../../inventory/model";
import {
  age,
  asArgument,
  type Diagnoser,
  diagnosis,
  eventsOf,
  type Examination,
  isSame,
  kubectl,
  rootOwner,
} from "../examination";
import { isReady } from "../pending/node-state";
import { cutOff } from "./cut-off";

/** A pod that starts is given this long to answer its probe. */
const STARTING_MS = 2 * 60_000;

/** Pods that run and are not ready, as one finding of their workload. */
export const notReady: Diagnoser = (examination) => {
  const found = examination.live.pods.filter((pod) => isUnready(pod, examination));
  const byWorkload = groupBy(found, (pod) => describe(rootOwner(examination, pod)));
  return [...byWorkload.values()].flatMap((pods) => {
    const [first] = pods;
    return first === undefined ? [] : [toDiagnosis(first, pods, examination)];
  });
};

function readyCondition({ conditions }: LivePod): Condition | undefined {
  return conditions.find(({ type }) => type === "Ready");
}

/** Its containers run: one that waits or has ended has a finding of its own, as a node that is away has. */
function isUnready(pod: LivePod, examination: Examination): boolean {
  const { phase, deleting, node, containers } = pod;
  const ready = readyCondition(pod);
  if (phase !== "Running" || deleting !== undefined || ready?.status !== "False") return false;
  if (examination.now - (ready.since ?? 0) < STARTING_MS) return false;
  const running = containers.filter(({ init }) => !init);
  if (running.some(({ waiting, terminated }) => waiting ?? terminated)) return false;
  const place = examination.live.nodes.find(({ name }) => name === node);
  return place === undefined || isReady(place);
}

function toDiagnosis(pod: LivePod, unready: readonly LivePod[], examination: Examination) {
  const { live, now } = examination;
  const workload = rootOwner(examination, pod);
  const all = live.pods.filter(
    (each) =>
      isSame(rootOwner(examination, each), workload) && /^(Running|Pending)$/.test(each.phase),
  );
  const since = Math.min(...unready.map((each) => readyCondition(each)?.since ?? now));
  const events = eventsOf(examination, pod, /^Unhealthy$/);
  const ready = readyCondition(pod);
  const harmed = cutOff(workload, unready, examination);
  return diagnosis(named(workload), {
    id: "workload-not-ready",
    cause: `${unready.length} of ${all.length} pods run and are not ready for ${age(now, since)}: ${why(pod, events[0])}${harmed === "" ? "" : `; ${harmed}`}`,
    evidence: [
      ...events.slice(0, 2),
      ...(ready === undefined
        ? []
        : [`Pod ${pod.name}: Ready=False ${ready.reason}: ${ready.message}`]),
    ],
    fix: "see what the container says and waits for; a probe that is too strict is corrected in the data",
    command: kubectl(
      examination,
      pod.namespace,
      ...(workload.kind === "Pod"
        ? ["logs", pod.name, "--all-containers", "--tail=50"]
        : ["logs", asArgument(workload), "--all-containers", "--tail=50"]),
    ),
  });
}

function named({ kind, namespace, name }: ObjectName): ObjectName {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Which probe, with what answer; otherwise which condition is missing. */
function why(pod: LivePod, event: string | undefined): string {
  const [, probe, answer = ""] =
    /^Unhealthy: (\w+) probe (?:failed|errored)[^:]*: (.*)$/s.exec(event ?? "") ?? [];
  if (probe !== undefined) return `the ${probe.toLowerCase()} probe is answered with: ${answer}`;
  const missing = pod.readinessGates.filter(
    (gate) => !pod.conditions.some(({ type, status }) => type === gate && status === "True"),
  );
  if (missing.length > 0) return `nothing has set its readiness gate ${missing.join(", ")}`;
  const names = pod.containers.filter(({ init, ready }) => !init && !ready).map(({ name }) => name);
  return names.length === 0
    ? "its containers are ready, the pod is not"
    : `container ${names.join(", ")} is not ready, and no event says what its probe was answered`;
}
