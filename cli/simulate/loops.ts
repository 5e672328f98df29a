import { workersOf } from "../../environments/applications";
import type {
  ApplicationSpec,
  EnvironmentName,
  EnvironmentSpec,
  WorkerSpec,
} from "../../environments/schema";
import { workerDeploymentName } from "../../environments/workload-names";
import { narrow } from "../../inventory/json";
import type { Inventory } from "../../inventory/model";
import { amountOf } from "../../environments/quantity";
import { readSynthesized } from "../../inventory/synthesized";
import type { Loop, ScalingRules } from "../../testbed/model/loop";
import { queueAdapter } from "../../queues";
import { synthesize } from "../synthesis/synthesize";
import { jobPlaces } from "./job-places";
import { roomFor } from "./node-room";
import { type ScaledObjectJson, scaledObjectSchema } from "./scaled-object";

/** Deployment that keeps the workers' deletion cost, and its variable with the period. */
const KEEPER = { name: "deletion-cost", period: "INTERVAL_SECONDS" } as const;

/** A worker of an environment. */
interface Worker {
  readonly environment: EnvironmentName;
  /** Name of the application in the data. */
  readonly application: string;
  /** Name of the worker in the data. */
  readonly worker: string;
}

/** The loop of one worker. */
export interface WorkerLoop extends Worker {
  /** Whether its cluster is whatever a kubeconfig points at, as a laptop's or the testbed. */
  readonly onTestbed: boolean;
  readonly loop: Loop;
}

/** A worker that the model cannot play. */
export interface UnplayedWorker extends Worker {
  /** As the end of "it is not played: …". */
  readonly reason: string;
}

export interface WorkerLoops {
  readonly loops: readonly WorkerLoop[];
  readonly unplayed: readonly UnplayedWorker[];
}

/**
 * The loops that the environments configure, read from what is synthesized of
 * them: ScaledObject, Deployment, nodes; and the workers that the model has no way to play.
 */
export function workerLoops(specs: readonly EnvironmentSpec[]): WorkerLoops {
  const found = synthesize(specs, undefined).environments.flatMap(({ spec, stacks }) => {
    const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
    const onTestbed = spec.cluster.kind === "kubeconfig";
    return workersOf(spec).map(({ application, worker }) => ({
      ...{ environment: spec.name, application: application.name, worker: worker.name, onTestbed },
      result: loopOf(application, worker, spec, inventory),
    }));
  });
  return {
    loops: found.flatMap(({ result, ...worker }) =>
      typeof result === "string" ? [] : [{ ...worker, loop: result }],
    ),
    unplayed: found.flatMap(({ result, onTestbed: _, ...worker }) =>
      typeof result === "string" ? [{ ...worker, reason: result }] : [],
    ),
  };
}

/** @returns the loop, or why there is none that the model plays */
export function loopOf(
  application: ApplicationSpec,
  worker: WorkerSpec,
  spec: EnvironmentSpec,
  inventory: Inventory,
): Loop | string {
  if (worker.scaling.kind === "job") {
    return "a ScaledJob starts a pod for each of its jobs, and the model plays Deployments";
  }
  if (worker.scaling.joinsAbove !== undefined) {
    return "it joins other workers of its queue (scaling.joinsAbove), and the model has one kind of worker on a queue";
  }
  return configuredLoop(application, worker, spec, inventory);
}

/** The loop of a worker that KEDA scales by a ScaledObject, whether or not the model plays it; or why there is none. */
export function configuredLoop(
  application: ApplicationSpec,
  worker: WorkerSpec,
  spec: EnvironmentSpec,
  inventory: Inventory,
): Loop | string {
  const name = workerDeploymentName(application.name, worker.name);
  const { namespace } = application;
  const scaler = inventory.autoscalers.find(
    (one) => one.kind === "ScaledObject" && one.namespace === namespace && one.target.name === name,
  );
  const content = inventory.contents.find(
    (one) => one.kind === "ScaledObject" && one.name === scaler?.name,
  );
  if (content === undefined) return "no ScaledObject scales it: addons.keda is off";
  const deployment = inventory.workloads.find(
    (one) => one.kind === "Deployment" && one.namespace === namespace && one.name === name,
  );
  if (deployment === undefined) return `its stack has no Deployment ${name}`;
  const { spec: scaling } = narrow(
    scaledObjectSchema,
    content.value,
    `ScaledObject ${content.name}`,
  );
  const { placeOf, redeliverySeconds } = jobPlaces(application, worker, deployment, inventory);
  const triggers = scaling.triggers.map(
    ({ name: trigger, metadata: { listName, listLength } }) => ({
      name: trigger,
      key: listName,
      counts: placeOf(listName),
      listLength,
    }),
  );
  const unknown = triggers.filter(({ counts }) => counts === undefined).map(({ key }) => key);
  if (unknown.length > 0) {
    return `its triggers read ${unknown.join(", ")}, in which ${queueAdapter(application.queue).title} keeps no jobs`;
  }
  if (!triggers.some(({ counts }) => counts === "waiting")) {
    return `none of its triggers reads the waiting jobs of ${worker.queues[0] ?? "a queue"}`;
  }
  const { behavior } = scaling.advanced.horizontalPodAutoscalerConfig;
  return {
    library: application.queue,
    minReplicas: scaling.minReplicaCount,
    maxReplicas: scaling.maxReplicaCount,
    triggers: triggers.map(({ key: _, counts = "none", ...trigger }) => ({ ...trigger, counts })),
    composite: scaling.advanced.scalingModifiers,
    fallback: scaling.fallback,
    pollingSeconds: scaling.pollingInterval,
    cooldownSeconds: scaling.cooldownPeriod,
    scaleUp: rulesOf(behavior.scaleUp),
    scaleDown: rulesOf(behavior.scaleDown),
    graceSeconds: deployment.pod.terminationGracePeriodSeconds,
    rollout: {
      maxSurge: Number(deployment.maxSurge ?? 1),
      maxUnavailable: Number(deployment.maxUnavailable ?? 0),
    },
    jobTimeoutSeconds: worker.jobTimeoutSeconds,
    redeliverySeconds,
    // What is simulated enqueues without a Retry.
    retries: 0,
    deletionCostSeconds: keeperPeriod(application, inventory),
    nodes: roomFor(deployment.pod, spec),
  };
}

type RulesJson =
  ScaledObjectJson["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleUp"];

function rulesOf({ tolerance, ...rules }: RulesJson): ScalingRules {
  if (tolerance === undefined) return rules;
  // A ratio as a quantity: in thousandths, as amounts of CPU are.
  return { ...rules, tolerance: amountOf("cpu", tolerance) / 1000 };
}

function keeperPeriod({ namespace }: ApplicationSpec, inventory: Inventory): number | undefined {
  const variables = inventory.workloads
    .find((one) => one.name === KEEPER.name && one.namespace === namespace)
    ?.pod.containers.flatMap(({ env }) => env);
  const period = variables?.find(({ name }) => name === KEEPER.period);
  return period?.kind === "literal" ? Number(period.value) : undefined;
}
