import { workersOf } from "../applications";
import { GPU_TAINT_KEY, type NodeRole } from "../labels";
import { describeOffer } from "../nodes/gpu-offers";
import { offersTo, resolveGpu } from "../nodes/gpu-resolution";
import type { Mismatch, Relation } from "./relation";
import type { ClusterSpec, EnvironmentSpec, Machine, NodePool, WorkerGpu } from "../schema";
import { declaredNodes } from "./declared-nodes";
import { poolCapacityRelations } from "./pool-capacity";
import { poolDiskRelations } from "./pool-disks";
import { isDerivable, poolGpuRelations } from "./pool-gpus";
import { poolLimitRelations } from "./pool-limits";
import { poolRelations } from "./pools";

type Path = Mismatch["path"];

const everyRoleHasNodes: Relation = {
  needs: ["cluster", "applications", "fallbacks"],
  check: (spec) => {
    const { cluster } = spec;
    // Its pods select no node by role: a real cluster's nodes carry no labels of ours.
    if (cluster.kind === "kubeconfig") return [];
    const { path, pools, machines } = declaredNodes(cluster);
    const nodes = [...pools, ...machines];
    const places = placedWorkers(spec).flatMap(({ role, gpu, at }): readonly Mismatch[] =>
      gpu !== undefined ||
      nodes.some((node) => node.roles.includes(role) && lets(node, spec) && node.gpu === undefined)
        ? []
        : [
            {
              path: [...at, "role"],
              message: `no node that the worker tolerates has role ${role}: the pods would stay Pending`,
              fix: `add such a node to ${path.join(".")}, or change the worker's role`,
            },
          ],
    );
    return nodes.some((node) => node.roles.includes("web"))
      ? places
      : [
          ...places,
          {
            path,
            message:
              "no node has role web: Redis, web fronts and the platform's own pods would stay Pending",
            fix: 'add "web" to the roles of one',
          },
        ];
  },
};

/** The workers of all applications, each with its place in the data. */
function placedWorkers({ applications }: EnvironmentSpec) {
  return applications.flatMap(({ workers }, application) =>
    workers.map((worker, index) => ({
      ...worker,
      at: ["applications", application, "workers", index] as const,
    })),
  );
}

/** Whether pods without a toleration of their own are let to a node, its GPU's taint aside. */
function lets(node: NodePool | Machine, { fallbacks }: EnvironmentSpec): boolean {
  const hard = node.taints.filter(
    ({ key, effect }) => effect !== "PreferNoSchedule" && key !== GPU_TAINT_KEY,
  );
  return hard.length === 0 || fallbacks?.broadTolerations === true;
}

const everyGpuIsThere: Relation = {
  needs: ["cluster", "applications", "fallbacks"],
  check: (spec) => {
    const { cluster } = spec;
    // What is declared wrong has findings of its own.
    if (!isDerivable(cluster)) return [];
    return placedWorkers(spec).flatMap(({ gpu, role, at }) =>
      gpu === undefined ? [] : gpuMismatch(gpu, role, [...at, "gpu"], spec),
    );
  },
};

function gpuMismatch(
  gpu: WorkerGpu,
  role: NodeRole,
  path: Path,
  spec: EnvironmentSpec,
): readonly Mismatch[] {
  const { cluster } = spec;
  const { path: nodesPath, pools, machines } = declaredNodes(cluster);
  const open = new Set(
    [...pools, ...machines].filter((node) => lets(node, spec)).map(({ name }) => name),
  );
  const found = resolveGpu(gpu, role, cluster)?.nodes ?? [];
  return found.some(({ node }) => open.has(node))
    ? []
    : [
        {
          path,
          message: `no node that the worker tolerates has role ${role} with ${wish(gpu)}: the pods would stay Pending`,
          fix: `ask for what there is (${offered(role, cluster)}), or add such a node to ${nodesPath.join(".")}`,
        },
      ];
}

const everyPoolHasUsers: Relation = {
  needs: ["cluster", "applications", "fallbacks"],
  check: (spec) => {
    const { cluster } = spec;
    if (!isDerivable(cluster)) return [];
    const { path, pools } = declaredNodes(cluster);
    return pools.flatMap((pool, index): readonly Mismatch[] =>
      pool.usedBy !== undefined || isUsed(pool, spec)
        ? []
        : [
            {
              path: [...path, index, "roles"],
              message: `no workload can use pool ${pool.name}: ${whoseRole(pool, spec)}`,
              fix: "remove the pool, let a worker ask for its nodes (role, gpu), or say in usedBy what else runs there",
            },
          ],
    );
  },
};

/** The web front, companion services and the platform run on role web. */
function isUsed(pool: NodePool, spec: EnvironmentSpec): boolean {
  if (!lets(pool, spec)) return false;
  if (pool.roles.includes("web") && pool.gpu === undefined) return true;
  return workersOf(spec).some(
    ({ worker: { role, gpu } }) =>
      pool.roles.includes(role) &&
      (gpu === undefined
        ? pool.gpu === undefined
        : // What no node answers is a finding of its own.
          resolveGpu(gpu, role, spec.cluster)?.nodes.some(({ node }) => node === pool.name) !==
          false),
  );
}

function whoseRole({ roles, gpu }: NodePool, spec: EnvironmentSpec): string {
  const workers = workersOf(spec)
    .map(({ worker }) => worker)
    .filter(({ role }) => roles.includes(role));
  return workers.length === 0
    ? `no worker has role ${roles.join(" or ")}`
    : `${workers.map(({ name, gpu: need }) => `${name} asks for ${need === undefined ? "no GPU" : wish(need)}`).join(", ")}, and its nodes ${gpu === undefined ? "have none" : "have another one, or a taint that nobody tolerates"}`;
}

function wish(gpu: WorkerGpu): string {
  if (gpu.need === "mig") return `a MIG slice ${gpu.profile}`;
  if (gpu.need === "encoder") {
    return `a video encoder on a GPU${gpu.vendor === "any" ? "" : ` (${gpu.vendor})`}`;
  }
  const { vendor, count = 1 } = gpu;
  const cards = `${count === 1 ? "a" : count} ${vendor === "any" ? "NVIDIA or AMD" : vendor} GPU${count === 1 ? "" : "s"}`;
  return gpu.need === "memory" ? `${cards} of at least ${gpu.memoryGiB} GiB` : cards;
}

/** What nodes of a role have; where they have nothing, all nodes by name. */
function offered(role: NodeRole, cluster: ClusterSpec): string {
  const offers = offersTo(role, cluster).map(
    ({ node, offer }) => `${node}: ${describeOffer(offer)}`,
  );
  if (offers.length > 0) return offers.join("; ");
  const { pools, machines } = declaredNodes(cluster);
  return `no GPU on nodes of role ${role}; nodes: ${[...pools, ...machines].map(({ name }) => name).join(", ")}`;
}

export const capacityRelations: readonly Relation[] = [
  ...poolRelations,
  ...poolGpuRelations,
  ...poolLimitRelations,
  ...poolDiskRelations,
  ...poolCapacityRelations,
  everyRoleHasNodes,
  everyGpuIsThere,
  everyPoolHasUsers,
];
