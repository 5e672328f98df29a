import { systemPods, type SystemPods } from "../../environments/facts/system-pods";
import type { EnvironmentSpec } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import { type Autoscaler, describe, type Inventory, type Workload } from "../../inventory/model";
import { mostReplicas } from "../../inventory/replicas";
import { PROVISIONERS } from "../shared/provisioners";
import { chartPods } from "./chart-pods";
import {
  type ContainerDefaults,
  containerDefaults,
  podResources,
  withDefaults,
} from "./pod-resources";
import type { PodDemand } from "./situation";

/**
 * All pods at maximum scale: of workloads, of Helm releases, and, unless the
 * inventory is a cluster's and has them itself, of what the cluster brings.
 */
export function demandsOf(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly PodDemand[] {
  const defaults = defaultsByNamespace(inventory);
  const live = inventory.nodes.length > 0;
  return [
    ...inventory.workloads
      .filter(({ finished }) => !finished)
      .map((workload) => workloadDemand(workload, inventory, defaults)),
    ...inventory.helmReleases.flatMap(
      (release) => chartPods(release, defaults(release.releaseNamespace)) ?? [],
    ),
    ...(spec === undefined || live ? [] : systemPods(spec).map((pods) => systemDemand(pods, spec))),
  ];
}

type DefaultsOf = (namespace: string) => ContainerDefaults;

function defaultsByNamespace(inventory: Inventory): DefaultsOf {
  const known = new Map<string, ContainerDefaults>();
  return (namespace) => {
    const found =
      known.get(namespace) ?? containerDefaults(indexOf(inventory).limitRanges.in(namespace));
    known.set(namespace, found);
    return found;
  };
}

function workloadDemand(workload: Workload, inventory: Inventory, defaults: DefaultsOf): PodDemand {
  const { namespace, pod } = workload;
  const containers = pod.containers.map((container) =>
    withDefaults(container, defaults(namespace)),
  );
  const everyNode = workload.kind === "DaemonSet";
  const autoscaler = highest(indexOf(inventory).autoscalersOf(workload));
  const most = mostReplicas(workload, inventory);
  const countUnknown = !everyNode && most === Infinity;
  const count = everyNode ? 0 : countUnknown ? Math.max(1, autoscaler?.min ?? 1) : most;
  return {
    owner: workload,
    name: describe(workload),
    origin: "workload",
    namespace,
    labels: pod.labels,
    everyNode,
    count,
    countUnknown,
    autoscaler,
    place: {
      nodeSelector: pod.nodeSelector,
      nodeAffinity: pod.nodeAffinity,
      tolerations: pod.tolerations,
    },
    resources: podResources(containers),
    containers,
    antiAffinity: pod.antiAffinity,
    hardSpread: pod.hardSpread,
    nodeVolumes: nodeVolumes(workload, inventory),
    rolloutAdds: rolloutAdds(workload, count),
    finishing: finishing(workload, count),
  };
}

/** The one that can raise the count furthest. */
function highest(autoscalers: readonly Autoscaler[]): Autoscaler | undefined {
  return [...autoscalers].sort(
    (left, right) =>
      (right.max ?? Infinity) - (left.max ?? Infinity) ||
      // KEDA's HPA follows its ScaledObject.
      Number(left.madeByKeda) - Number(right.madeByKeda),
  )[0];
}

/**
 * A rollout that may take no pod away first needs room for one more; with less
 * it waits. One that may take some away needs none.
 *
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
function rolloutAdds(workload: Workload, count: number): number {
  const { surge, unavailable } = rolloutSteps(workload, count);
  // Kubernetes takes one away where both come out at none.
  return surge > 0 && unavailable === 0 ? 1 : 0;
}

/** A grace below it is over before it matters: few containers use more than their 30 s. */
const LONG_GRACE_SECONDS = 300;

/**
 * A pod that is terminating counts in the quota until it has gone, but
 * not as a replica. So a rollout among busy workers leaves all of them finishing
 * while as many new ones are there; without surge the next step waits for them.
 *
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/quota/v1/evaluator/core/pods.go (QuotaV1Pod)
 */
function finishing(workload: Workload, count: number): number {
  if (workload.pod.terminationGracePeriodSeconds < LONG_GRACE_SECONDS) return 0;
  const { surge, unavailable } = rolloutSteps(workload, count);
  return surge > 0 ? count : Math.min(count, unavailable);
}

/** Pods that a rollout makes beside the others, and those that it may do without. */
function rolloutSteps({ kind, maxSurge, maxUnavailable }: Workload, count: number) {
  if (kind !== "Deployment") return { surge: 0, unavailable: 0 };
  const share = (text: string) =>
    text.endsWith("%") ? (count * Number(text.slice(0, -1))) / 100 : Number(text);
  return {
    surge: Math.ceil(share(maxSurge ?? "25%")),
    unavailable: Math.floor(share(maxUnavailable ?? "25%")),
  };
}

/** Claims whose volume can be at one node at a time, which all pods that mount it must then share. */
function nodeVolumes({ namespace, pod }: Workload, inventory: Inventory): readonly string[] {
  const { claims, storageClasses } = indexOf(inventory);
  return pod.volumes.flatMap((volume) => {
    if (volume.kind !== "claim") return [];
    const name = { kind: "PersistentVolumeClaim", namespace, name: volume.claim };
    const claim = claims.find(name);
    const storageClass =
      claim?.className && storageClasses.find({ kind: "StorageClass", name: claim.className });
    const provisioner = storageClass ? PROVISIONERS[storageClass.provisioner] : undefined;
    return provisioner?.readWriteMany === false ? [describe(name)] : [];
  });
}

function systemDemand(
  { kind, name, replicas, requests, tolerations }: SystemPods,
  spec: EnvironmentSpec,
): PodDemand {
  const everyNode = kind === "DaemonSet";
  const owner = {
    kind,
    namespace: "kube-system",
    name,
    place: { kind: "cluster", context: spec.name },
  } as const;
  return {
    owner,
    name: describe(owner),
    origin: "cluster",
    namespace: owner.namespace,
    labels: {},
    everyNode,
    count: everyNode ? 0 : replicas,
    countUnknown: false,
    autoscaler: undefined,
    place: { tolerations },
    resources: { requests, limits: {} },
    containers: [],
    antiAffinity: [],
    hardSpread: [],
    nodeVolumes: [],
    rolloutAdds: 0,
    finishing: 0,
  };
}
