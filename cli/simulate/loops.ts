import { workersOf } from "../../environments/applications";
import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { refusals } from "../../environments/nodes/placement";
import type {
  ApplicationSpec,
  EnvironmentName,
  EnvironmentSpec,
  WorkerSpec,
} from "../../environments/schema";
import { workerDeploymentName } from "../../environments/workload-names";
import { narrow } from "../../inventory/json";
import type { Inventory, PodTemplate, Workload } from "../../inventory/model";
import { amountOf, amountsOf } from "../../environments/quantity";
import { readSynthesized } from "../../inventory/synthesized";
import type { Loop, NodeRoom, ScalingRules } from "../../testbed/model/loop";
import { synthesize } from "../synthesis/synthesize";
import { type ScaledObjectJson, scaledObjectSchema } from "./scaled-object";

/** Deployment that keeps the workers' deletion cost, and its variable with the period. */
const KEEPER = { name: "deletion-cost", period: "INTERVAL_SECONDS" } as const;

/** The loop of one worker of an environment. */
export interface WorkerLoop {
  readonly environment: EnvironmentName;
  /** Whether its cluster is whatever a kubeconfig points at, as a laptop's or the testbed. */
  readonly onTestbed: boolean;
  /** Name of the application in the data. */
  readonly application: string;
  /** Name of the worker in the data. */
  readonly worker: string;
  readonly loop: Loop;
}

/**
 * The loops that the environments configure, read from what is synthesized of
 * them: ScaledObject, Deployment, nodes. Workers that no ScaledObject scales have none,
 * nor have those that join others: the model has one worker on a queue.
 */
export function workerLoops(specs: readonly EnvironmentSpec[]): readonly WorkerLoop[] {
  return synthesize(specs, undefined).environments.flatMap(({ spec, stacks }) => {
    const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
    const onTestbed = spec.cluster.kind === "kubeconfig";
    return workersOf(spec).flatMap(({ application, worker }) => {
      const loop = loopOf(application, worker, spec, inventory);
      const named = { application: application.name, worker: worker.name };
      return loop === undefined ? [] : [{ environment: spec.name, onTestbed, ...named, loop }];
    });
  });
}

function loopOf(
  application: ApplicationSpec,
  worker: WorkerSpec,
  spec: EnvironmentSpec,
  inventory: Inventory,
): Loop | undefined {
  const name = workerDeploymentName(application.name, worker.name);
  const scaler = inventory.autoscalers.find(
    ({ kind, target }) => kind === "ScaledObject" && target.name === name,
  );
  const content = inventory.contents.find(
    (one) => one.kind === "ScaledObject" && one.name === scaler?.name,
  );
  const deployment = deploymentOf(name, inventory);
  const [queue] = worker.queues;
  if (worker.scaling.kind === "deployment" && worker.scaling.joinsAbove !== undefined) {
    return undefined;
  }
  if (content === undefined || deployment === undefined || queue === undefined) return undefined;
  const { spec: scaling } = narrow(
    scaledObjectSchema,
    content.value,
    `ScaledObject ${content.name}`,
  );
  const { behavior } = scaling.advanced.horizontalPodAutoscalerConfig;
  return {
    queue,
    minReplicas: scaling.minReplicaCount,
    maxReplicas: scaling.maxReplicaCount,
    triggers: scaling.triggers.map(({ name, metadata: { listName, listLength } }) => ({
      name,
      key: listName,
      listLength,
    })),
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
    // What is simulated enqueues without a Retry.
    retries: 0,
    deletionCostSeconds: keeperPeriod(application, inventory),
    nodes: roomFor(deployment.pod, spec),
  };
}

function deploymentOf(name: string, { workloads }: Inventory): Workload | undefined {
  return workloads.find((one) => one.kind === "Deployment" && one.name === name);
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

/** Nodes that would take a worker, and how many fit one of them on average; what else runs there is left out. */
function roomFor(pod: PodTemplate, { cluster }: EnvironmentSpec): NodeRoom {
  const requests = { pods: 1, ...requestsOf(pod) };
  const takers = clusterNodes(cluster).filter(
    (node) => refusals(node, { ...pod, requests }).length === 0,
  );
  const fit = ({ allocatable }: NodeContract) =>
    Math.min(
      ...Object.entries(requests)
        .filter(([, amount]) => amount > 0)
        .map(([resource, amount]) => Math.floor((allocatable[resource] ?? 0) / amount)),
    );
  const total = (value: (node: NodeContract) => number) =>
    takers.reduce((sum, node) => sum + value(node), 0);
  const max = total(({ count }) => count.max);
  const workers = total((node) => node.count.max * fit(node));
  return { workersPerNode: Math.floor(workers / max), min: total(({ count }) => count.min), max };
}

function requestsOf({ containers }: PodTemplate): Readonly<Record<string, number>> {
  const requests: Record<string, number> = {};
  for (const container of containers) {
    for (const [resource, amount] of Object.entries(amountsOf(container.requests))) {
      requests[resource] = (requests[resource] ?? 0) + amount;
    }
  }
  return requests;
}
