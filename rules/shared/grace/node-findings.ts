import { environmentFile } from "../../../environments/environment-file";
import { NODE_LIMITS } from "../../../environments/facts/termination-grace";
import { capacityKind, type CapacityKind } from "../../../environments/nodes/pool-capacity";
import type { ResourceAmounts } from "../../../environments/nodes/node-resources";
import { refusals } from "../../../environments/nodes/placement";
import { poolContract } from "../../../environments/nodes/pool-contract";
import type { EnvironmentSpec, NodePool } from "../../../environments/schema";
import { describe, type Inventory, type PodTemplate } from "../../../inventory/model";
import { amountsOf } from "../../../environments/quantity";
import { type Finding, findingAt } from "../../engine/rule";
import { clusterAutoscalersIn } from "../../grace-chain/cluster-autoscalers";
import type { LongWorker } from "./long-worker";

/** Tells cluster-autoscaler to leave a pod where it is. */
export const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** Who removes nodes to save them, and how long it waits. */
export function autoscalerFindings(
  workers: readonly LongWorker[],
  inventory: Inventory,
  rule: string,
): readonly Finding[] {
  const autoscalers = clusterAutoscalersIn(inventory);
  return autoscalers.flatMap(({ declared, limit, setting }) => {
    const longest = longestOf(workers.filter(({ needed }) => needed > limit));
    const movable = workers.filter(
      ({ workload, needed }) =>
        needed > NODE_LIMITS.clusterAutoscaler &&
        workload.pod.annotations[SAFE_TO_EVICT] !== "false",
    );
    return [
      ...(longest === undefined
        ? []
        : [
            findingAt(declared, {
              rule,
              severity: movable.some(({ needed }) => needed > limit) ? "error" : "warning",
              message: `gives pods ${limit} s on a node that it removes, but ${needs(longest)}`,
              fix: setting(longest.needed),
            }),
          ]),
      ...movable.map(({ workload, jobTimeout }) =>
        findingAt(workload, {
          rule,
          severity: "warning",
          message: `takes jobs of up to ${jobTimeout.seconds} s, and ${describe(declared)} may move it in the middle of one to save a node`,
          fix: `annotate the pods (spec.template.metadata): ${SAFE_TO_EVICT}: "false"`,
        }),
      ),
    ];
  });
}

/** Node pools of the data whose nodes go sooner than a worker on them may need. */
export function poolFindings(
  workers: readonly LongWorker[],
  spec: EnvironmentSpec,
  rule: string,
): readonly Finding[] {
  if (spec.cluster.kind !== "eks") return [];
  const place = { kind: "file", file: environmentFile(spec.name, ["cluster"]) } as const;
  return spec.cluster.pools.flatMap((pool) => {
    const kind = capacityKind(pool);
    const limit = NODE_LIMITS[endOf(kind)];
    const longest = longestOf(
      workers.filter((worker) => worker.needed > limit && mayRunOn(pool, worker)),
    );
    const declared = { kind: "NodePool", name: pool.name, place };
    return longest === undefined
      ? []
      : [
          kind === "spot"
            ? findingAt(declared, {
                rule,
                severity: "warning",
                message: `is spot, whose nodes go ${limit} s after a notice, but ${needs(longest)}`,
                fix: `set its capacityType to "on-demand", or accept that jobs are lost: ${acceptance(rule, pool)}`,
              })
            : kind === "capacity-block"
              ? findingAt(declared, {
                  rule,
                  severity: "warning",
                  message: `is a Capacity Block, whose nodes go ${limit} s after a notice, 30 minutes before it ends, but ${needs(longest)}`,
                  fix: `let no job start in the block's last hour and a half, and say so: ${acceptance(rule, pool)}`,
                })
              : findingAt(declared, {
                  rule,
                  severity: "warning",
                  message: `is a managed node group, whose update gives pods ${limit} s, but ${needs(longest)}: it fails, or kills a job when it is forced`,
                  fix: `update the group while the queue is empty, and say so: ${acceptance(rule, pool)}`,
                }),
        ];
  });
}

/** What ends a pool's nodes soonest. */
function endOf(kind: CapacityKind): keyof typeof NODE_LIMITS {
  switch (kind) {
    case "spot":
      return "spot";
    case "capacity-block":
      return "capacityBlock";
    case "on-demand":
    case "reservation":
    case "reservation-group":
      return "eksUpdate";
    default:
      return kind satisfies never;
  }
}

function acceptance(rule: string, { name }: NodePool): string {
  return `accepted: [{ rule: "${rule}", object: "NodePool ${name}", reason: "…" }]`;
}

/** Labels by which pods ask for spot nodes. */
const SPOT_LABELS: Readonly<Record<string, string>> = {
  "eks.amazonaws.com/capacityType": "SPOT",
  "karpenter.sh/capacity-type": "spot",
  "cloud.google.com/gke-spot": "true",
  "kubernetes.azure.com/scalesetpriority": "spot",
};

/** Workers that ask for spot nodes by their own selector. */
export function spotFindings(workers: readonly LongWorker[], rule: string): readonly Finding[] {
  return workers.flatMap((worker) => {
    const { nodeSelector } = worker.workload.pod;
    const label = Object.keys(SPOT_LABELS).find((key) => nodeSelector[key] === SPOT_LABELS[key]);
    return label === undefined || worker.needed <= NODE_LIMITS.spot
      ? []
      : [
          findingAt(worker.workload, {
            rule,
            severity: "warning",
            message: `asks for spot nodes (${label}), which may go ${NODE_LIMITS.spot} s after a notice, but ${needs(worker)}`,
            fix: `remove ${label} from its nodeSelector, or accept by name that jobs are lost`,
          }),
        ];
  });
}

/** The worker that needs most. */
export function longestOf(workers: readonly LongWorker[]): LongWorker | undefined {
  return [...workers].sort((left, right) => right.needed - left.needed)[0];
}

/** What a worker needs, and why. */
export function needs({ workload, needed, jobTimeout }: LongWorker): string {
  return `${describe(workload)} needs ${needed} s to finish a job (${jobTimeout.from}: ${jobTimeout.seconds} s)`;
}

/** Where labels, taints and GPUs let it; whether it fits is another rule's. */
export function mayRunOn(pool: NodePool, { workload: { pod } }: LongWorker): boolean {
  const { nodeSelector, nodeAffinity, tolerations } = pod;
  const needs = { nodeSelector, tolerations, requests: extendedRequests(pod) };
  return (
    refusals(poolContract(pool), nodeAffinity === undefined ? needs : { ...needs, nodeAffinity })
      .length === 0
  );
}

/** GPUs and the like: resources with a vendor's name. */
function extendedRequests({ containers }: PodTemplate): ResourceAmounts {
  const requests = containers.flatMap((container) => Object.entries(container.requests));
  return amountsOf(Object.fromEntries(requests.filter(([resource]) => resource.includes("/"))));
}
