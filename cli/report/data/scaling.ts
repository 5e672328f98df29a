import { workersOf } from "../../../environments/applications";
import type { EnvironmentSpec } from "../../../environments/schema";
import { workerDeploymentName } from "../../../environments/workload-names";
import type { Inventory } from "../../../inventory/model";
import type { Situation } from "../../../rules/capacity/situation";
import { poolUses } from "../../../rules/capacity/pool-uses";
import { Keda } from "../../../testbed/model/keda";
import type { Loop } from "../../../testbed/model/loop";
import { configuredLoop, loopOf } from "../../simulate/loops";
import type { ScalingPath, ScalingPoint } from "../model/scaling";
import { withCounts } from "../what-if/placed-pods";

/** The scaling of an environment's workers. */
export interface Scaling {
  readonly paths: readonly ScalingPath[];
  readonly without: readonly { readonly worker: string; readonly reason: string }[];
  /** Loops that the model plays, by the name of the worker's pods in the situation. */
  readonly loops: ReadonlyMap<string, Loop>;
}

/** From what is synthesized of an environment. */
export function scalingOf(
  spec: EnvironmentSpec,
  inventory: Inventory,
  situation: Situation | undefined,
): Scaling {
  const found = workersOf(spec).map(({ application, worker }) => {
    const configured =
      worker.scaling.kind === "job"
        ? "a ScaledJob starts a pod for each of its jobs"
        : configuredLoop(application, worker, spec, inventory);
    const name = `Deployment ${application.namespace}/${workerDeploymentName(application.name, worker.name)}`;
    const played = loopOf(application, worker, spec, inventory);
    const { scaling } = worker;
    const others = scaling.kind === "deployment" ? (scaling.joinsAbove ?? 0) : 0;
    return { application: application.name, worker: worker.name, others, name, configured, played };
  });
  return {
    paths: found.flatMap(({ application, worker, others, name, configured }) =>
      typeof configured === "string"
        ? []
        : [pathOf({ application, worker, others }, name, configured, situation)],
    ),
    without: found.flatMap(({ application, worker, configured }) =>
      typeof configured === "string"
        ? [{ worker: `${application}/${worker}`, reason: configured }]
        : [],
    ),
    loops: new Map(
      found.flatMap(({ name, played }) => (typeof played === "string" ? [] : [[name, played]])),
    ),
  };
}

function pathOf(
  names: Pick<ScalingPath, "application" | "worker" | "others">,
  name: string,
  loop: Loop,
  situation: Situation | undefined,
): ScalingPath {
  const { composite, triggers, minReplicas, maxReplicas } = loop;
  return {
    ...names,
    formula: composite?.formula ?? triggers.map((one) => `length of ${one.name}`).join(", "),
    target:
      composite === undefined
        ? triggers.map((one) => one.listLength).join(", ")
        : String(composite.target),
    min: minReplicas,
    max: maxReplicas,
    points: pointsOf(loop, names.others, nodesBy(name, loop, situation)),
  };
}

/** More than this many are not drawn. */
const MOST_JOBS = 200;
/** Jobs that are drawn beyond the one that makes the last replica. */
const BEYOND = 4;

function pointsOf(
  loop: Loop,
  others: number,
  nodes: (replicas: number) => number | undefined,
): readonly ScalingPoint[] {
  const points: ScalingPoint[] = [];
  let beyond = 0;
  for (let jobs = 0; jobs <= MOST_JOBS && beyond <= BEYOND; jobs += 1) {
    const replicas = replicasFor(loop, jobs, others);
    if (replicas === loop.maxReplicas) beyond += 1;
    points.push({ jobs, replicas, nodes: nodes(replicas) });
  }
  return points;
}

/**
 * What the HPA settles at with so many jobs: its own rounding, without its tolerance.
 *
 * @param others how many of them run on other workers of the queue; the rest waits
 */
export function replicasFor(loop: Loop, jobs: number, others: number): number {
  const running = Math.min(jobs, others);
  const keda = new Keda(loop, () => ({
    kind: "lengths",
    count: (place) => (place === "waiting" ? jobs - running : place === "running" ? running : 0),
  }));
  const wanted = keda
    .metrics(Math.max(1, loop.minReplicas))
    .map((metric) => (metric === undefined ? 0 : Math.ceil(metric.value / metric.target)));
  return Math.min(loop.maxReplicas, Math.max(loop.minReplicas, ...wanted));
}

/**
 * A function of whole numbers that never falls, asked for as few of them as tell all between two:
 * where both ends are alike, so is what lies between.
 *
 * @param value its second argument is what it is for a smaller number: it is no less
 */
export function steps<T>(
  from: number,
  to: number,
  value: (at: number, atLeast: T | undefined) => T,
): readonly T[] {
  const between = (low: number, high: number, first: T, last: T): readonly T[] => {
    if (first === last) return Array.from({ length: high - low - 1 }, () => first);
    if (high - low < 2) return [];
    const middle = Math.floor((low + high) / 2);
    const own = value(middle, first);
    return [...between(low, middle, first, own), own, ...between(middle, high, own, last)];
  };
  const first = value(from, undefined);
  if (to <= from) return [first];
  const last = value(to, first);
  return [first, ...between(from, to, first, last), last];
}

/**
 * Nodes of the whole cluster by replicas of one workload, from the fewest to the most of it, the other
 * autoscaled ones at their minimum. A placement takes a tenth of a second, and more pods need no fewer nodes.
 */
function nodesBy(
  name: string,
  { minReplicas, maxReplicas }: Loop,
  situation: Situation | undefined,
): (replicas: number) => number | undefined {
  if (situation === undefined) return () => undefined;
  const minima = new Map(
    situation.demands.flatMap(({ name: other, autoscaler }) =>
      autoscaler === undefined ? [] : [[other, autoscaler.min] as const],
    ),
  );
  const nodes = steps<number | undefined>(minReplicas, maxReplicas, (replicas, atLeast) => {
    const counts = new Map([...minima, [name, replicas] as const]);
    const { fits, pools } = poolUses(withCounts(situation, counts), atLeast);
    return fits === "yes"
      ? pools.reduce((sum, { nodesNeeded }) => sum + nodesNeeded, 0)
      : undefined;
  });
  return (replicas) => nodes[replicas - minReplicas];
}
