import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding } from "./queue-scaling";
import { isTemplate } from "./trigger-metadata";

/**
 * Strategies that take only Jobs without a running pod from what is counted.
 * https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_jobs.go
 */
const FOR_WAITING: ReadonlySet<string> = new Set(["accurate", "eager"]);

/** What a ScaledJob makes of its triggers, and of the Jobs that are at work. */
export function scaledJobs(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  if (autoscaler.kind !== "ScaledJob" || redisTriggers.length === 0) return [];
  return [...countingTwice(scaling), ...largestOnly(scaling), ...endedByChange(scaling)];
}

/** A started job leaves the list; whether it is counted must fit what the strategy subtracts. */
function countingTwice(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  const strategy = autoscaler.jobs?.strategy ?? "default";
  const counted = redisTriggers.flatMap(({ metadata }) => {
    const { listName: key = "" } = metadata;
    const parsed = scaling.parse(key);
    return parsed === undefined ? [] : [{ ...parsed, key }];
  });
  const forWaiting = FOR_WAITING.has(strategy);
  const all = counted.find(({ holds }) => holds === "all");
  if (all !== undefined && forWaiting) {
    return [
      triggerFinding(
        scaling,
        "warning",
        `counts the jobs that run as well (${all.key} keeps a job until its end), and strategy ${strategy} does not take their Jobs from that: at every look they get pods once more`,
        "write scalingStrategy: { strategy: default }",
      ),
    ];
  }
  const [waiting] = counted.filter(({ holds }) => holds === "waiting");
  const [running] = counted.filter(({ holds }) => holds === "running");
  if (isTemplate(strategy) || strategy === "custom" || waiting === undefined) return [];
  if (forWaiting && running !== undefined) {
    return [
      triggerFinding(
        scaling,
        "warning",
        `counts the jobs that run as well (${running.key}), and strategy ${strategy} does not take their Jobs from that: at every look they get pods once more`,
        "write scalingStrategy: { strategy: default, multipleScalersCalculation: sum }",
      ),
    ];
  }
  if (!forWaiting && running === undefined) {
    return [
      triggerFinding(
        scaling,
        "warning",
        `counts only the jobs that wait, and strategy default takes the Jobs that run from that: while 3 run, the next 3 that wait get no pod`,
        `add a trigger with listName: ${scaling.keys.running(waiting.queue ?? "")} and write scalingStrategy: { strategy: default, multipleScalersCalculation: sum }; or write scalingStrategy: { strategy: accurate }`,
      ),
    ];
  }
  return [];
}

function largestOnly(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  const calculation = autoscaler.jobs?.calculation ?? "max";
  if (redisTriggers.length < 2 || calculation === "sum" || isTemplate(calculation)) return [];
  return [
    triggerFinding(
      scaling,
      "warning",
      `has ${redisTriggers.length} redis triggers and follows one number of them (multipleScalersCalculation ${calculation}), not their sum`,
      "write multipleScalersCalculation: sum in its scalingStrategy",
    ),
  ];
}

/** KEDA's default, `immediate`: https://keda.sh/docs/2.20/reference/scaledjob-spec/#rollout */
function endedByChange(scaling: QueueScaling): readonly Finding[] {
  const rollout = scaling.autoscaler.jobs?.rollout ?? "immediate";
  if (rollout === "gradual" || isTemplate(rollout)) return [];
  return [
    triggerFinding(
      scaling,
      "warning",
      `deletes the Jobs that are at work whenever it is changed (rollout.strategy ${rollout}${scaling.autoscaler.jobs?.rollout === undefined ? ", KEDA's default" : ""})`,
      "write rollout: { strategy: gradual }",
    ),
  ];
}
