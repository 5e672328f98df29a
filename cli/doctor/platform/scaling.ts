import type { Condition, Scaler } from "../../../inventory/live";
import { describe } from "../../../inventory/model";
import {
  asArgument,
  describeCommand,
  describeCondition,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  isSame,
  type Examination,
  kubectl,
} from "../examination";

/** https://keda.sh/docs/2.20/concepts/scaling-deployments/#pausing-autoscaling */
const PAUSES = [
  "autoscaling.keda.sh/paused",
  "autoscaling.keda.sh/paused-replicas",
  "autoscaling.keda.sh/paused-scale-in",
  "autoscaling.keda.sh/paused-scale-out",
];

/** ScaledObjects and ScaledJobs that do not follow their queue, and HPAs without metrics. */
export const scaling: Diagnoser = (examination) =>
  examination.live.scalers
    .filter(({ deleting }) => deleting === undefined)
    .flatMap((scaler) =>
      scaler.kind === "HorizontalPodAutoscaler"
        ? hpa(scaler, examination)
        : keda(scaler, examination),
    );

function keda(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  return [
    ...paused(scaler, examination),
    ...notReady(scaler, examination),
    ...inFallback(scaler, examination),
  ];
}

function paused(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  const set = PAUSES.filter((name) => (scaler.annotations[name] ?? "false") !== "false");
  const condition = conditionOf(scaler, "Paused");
  if (set.length === 0 && condition?.status !== "True") return [];
  return [
    diagnosis(scaler, {
      id: "scaler-paused",
      cause: `is paused by hand (${set.map((name) => `${name}=${scaler.annotations[name] ?? ""}`).join(", ") || "condition Paused"}): ${target(scaler)} does not follow its queue`,
      evidence: condition?.status === "True" ? [describeCondition(condition)] : [],
      fix: "take the annotation away once the reason for it is gone",
      command: kubectl(
        examination,
        scaler.namespace,
        ...["annotate", scaler.kind.toLowerCase(), scaler.name],
        ...(set.length === 0 ? PAUSES.slice(0, 1) : set).map((name) => `${name}-`),
      ),
    }),
  ];
}

function notReady(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  const ready = conditionOf(scaler, "Ready");
  const failing = Object.entries(scaler.failing);
  const events = eventsOf(examination, scaler, /Failed|CheckFailed|ScalerFailed/).slice(0, 2);
  if (ready === undefined) return unseen(scaler, examination);
  if (ready.status !== "True") {
    const broken = failing.map(([metric]) => metric).join(", ");
    return [
      diagnosis(scaler, {
        id: failing.length > 0 ? "scaler-trigger-fails" : "scaler-not-ready",
        cause:
          failing.length > 0
            ? `its trigger fails (${broken}): ${target(scaler)} keeps the replicas it has`
            : `KEDA does not scale ${target(scaler)}`,
        evidence: [describeCondition(ready), ...events],
        fix: wrongType([ready.message, ...events].join("\n"))
          ? WRONG_TYPE_FIX
          : "put right what KEDA says: a second autoscaler, a target that is not there, an address that does not answer",
        command: describeCommand(examination, scaler),
      }),
    ];
  }
  return failing.map(([metric, times]) =>
    diagnosis(scaler, {
      id: "scaler-trigger-fails",
      cause: `its trigger ${metric} has failed ${times} times in a row: ${target(scaler)} does not follow it`,
      evidence: [...events, `health: ${metric} Failing`],
      fix: wrongType(events.join("\n"))
        ? WRONG_TYPE_FIX
        : "see that KEDA's operator reaches the trigger's server (address, network policy, credentials)",
      command: describeCommand(examination, scaler),
    }),
  );
}

/** Redis answers, and the key is none of a queue: https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_scaler.go */
function wrongType(said: string): boolean {
  return /unsupported key type|WRONGTYPE/.test(said);
}
const WRONG_TYPE_FIX =
  "the trigger's server answers, but a key that it names is no list and no set: see what wrote it (redis-cli TYPE rq:wip:<queue>), and delete it: RQ makes it anew";

/** KEDA writes a status within seconds; without one no operator looks at the object. */
function unseen(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  const minute = 60_000;
  if (examination.now - (scaler.created ?? examination.now) < minute) return [];
  return [
    diagnosis(scaler, {
      id: "scaler-not-ready",
      cause: "has no status: KEDA's operator has not looked at it",
      fix: "bring KEDA's operator back",
      command: kubectl(examination, undefined, "get", "pods", "-A", "-l", "app=keda-operator"),
    }),
  ];
}

function inFallback(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  const condition = conditionOf(scaler, "Fallback");
  if (condition?.status !== "True") return [];
  return [
    diagnosis(scaler, {
      id: "scaler-in-fallback",
      cause: `runs on its fallback: ${target(scaler)} has a fixed number of replicas, whatever the queue holds`,
      evidence: [describeCondition(condition)],
      fix: "bring the trigger's server back; KEDA leaves the fallback by itself",
      command: describeCommand(examination, scaler),
    }),
  ];
}

/** https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions */
function hpa(scaler: Scaler, examination: Examination): readonly Diagnosis[] {
  const active = conditionOf(scaler, "ScalingActive");
  const able = conditionOf(scaler, "AbleToScale");
  const describeIt = describeCommand(examination, scaler);
  if (able?.status === "False" && able.reason !== "BackoffBoth") {
    return [
      diagnosis(scaler, {
        id: "hpa-cannot-scale",
        cause: `cannot scale ${target(scaler)}`,
        evidence: [describeCondition(able)],
        fix: "correct scaleTargetRef, or bring the target back",
        command: describeIt,
      }),
    ];
  }
  if (active?.status !== "False") return [];
  if (active.reason === "ScalingDisabled") return standsStill(scaler, active, examination);
  const ambiguous = active.reason === "AmbiguousSelector";
  return [
    diagnosis(scaler, {
      id: "hpa-no-metrics",
      cause: ambiguous
        ? `does nothing: another autoscaler scales the pods of ${target(scaler)}`
        : `cannot read its metrics: ${target(scaler)} keeps the replicas it has`,
      evidence: [describeCondition(active)],
      fix: ambiguous
        ? "delete one of the two"
        : "bring the metrics API back (see its finding), or give the pods requests for the resource",
      command: ambiguous ? describeIt : kubectl(examination, undefined, "get", "apiservices"),
    }),
  ];
}

/**
 * An HPA leaves a target with 0 replicas alone. KEDA does that on purpose where
 * its minimum is 0 and the queue is empty; otherwise nobody brings it back.
 */
function standsStill(scaler: Scaler, active: Condition, examination: Examination) {
  const { live } = examination;
  const keda = live.scalers.find(
    ({ kind, namespace, name }) =>
      kind === scaler.owner?.kind && namespace === scaler.namespace && name === scaler.owner.name,
  );
  const wanted = keda?.min ?? scaler.min;
  const busy = keda !== undefined && conditionOf(keda, "Active")?.status === "True";
  const isPaused =
    keda !== undefined && PAUSES.some((name) => (keda.annotations[name] ?? "false") !== "false");
  if (scaler.target === undefined || isPaused || (wanted === 0 && !busy)) return [];
  return [
    diagnosis(keda ?? scaler, {
      id: "scaler-stands-still",
      cause: `${target(scaler)} has 0 replicas, ${wanted === 0 ? "though its queue has jobs" : `though its minimum is ${wanted}`}: the HPA leaves a target with 0 replicas alone, and ${keda === undefined ? "nothing else brings it back" : "KEDA does not bring it back"}`,
      evidence: [
        describeCondition(active),
        ...(keda === undefined
          ? []
          : keda.conditions.filter(({ type }) => type === "Active").map(describeCondition)),
        ...waitingIn(keda, examination),
      ],
      fix: "give it its minimum; see that KEDA's operator is at work",
      command: kubectl(
        examination,
        scaler.namespace,
        ...["scale", asArgument(scaler.target), `--replicas=${Math.max(1, wanted)}`],
      ),
    }),
  ];
}

/** What KEDA's own metrics say of the queues now, where they are not empty. */
function waitingIn(keda: Scaler | undefined, { queueLengths }: Examination): readonly string[] {
  const found = queueLengths.filter(
    ({ scaler, value }) => keda !== undefined && isSame(scaler, keda) && value > 0,
  );
  return found.map(({ metric, value }) => `metric ${metric}: ${value} now`);
}

function conditionOf({ conditions }: Scaler, type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

function target(scaler: Scaler): string {
  return scaler.target === undefined ? "it" : describe(scaler.target);
}
