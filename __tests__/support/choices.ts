import type {
  EnvironmentSpec,
  GpuSharing,
  StorageSpec,
  WorkerScaling,
} from "../../environments/schema";
import { ghcr, inClusterRegistry, registryImages } from "../../environments/shared";
import { LABELS } from "../../environments/labels";
import { changedSpec } from "./changed-spec";
import { specOf } from "./synth";

/** Changes of an environment's data, by path. */
type Changes = Readonly<Record<string, unknown>>;

const CEPHFS: StorageSpec = {
  kind: "cephfs",
  className: "montage-cephfs",
  clusterId: "b9127830-b0cc-4e34-aa47-9d1a2e9949a8",
  fsName: "montage",
  monitors: ["10.0.0.1:6789"],
  secret: { name: "csi-cephfs", namespace: "ceph" },
};

/** A pool that only this test has, so that no worker of the environment has to fit it. */
const EXTRA = { usedBy: "the test", instanceTypes: ["g6.4xlarge"] };

/** Each choice of the schema, and what of production's data it changes; `storage` node-local changes local's. */
export const CHOICES = {
  storage: {
    efs: {},
    nfs: { storage: specOf("staging").storage },
    cephfs: { storage: CEPHFS },
    "node-local": {},
  } satisfies Record<StorageSpec["kind"], Changes>,
  images: {
    ghcr: { "applications.0.images": { ghcr }, "switches.images": "ghcr" },
    registry: {
      "applications.0.images": { registry: registryImages },
      "switches.images": "registry",
      registry: { ...inClusterRegistry, volume: { size: "100Gi", className: "gp3" } },
      // Nodes of one pool may hold the registry's volume.
      "cluster.pools.0.labels": { [LABELS.registryHost]: "true" },
    },
    external: {
      "applications.0.images": {
        external: {
          kind: "external",
          repository: "harbor.example.org/montage/montage-ai",
          pullSecretName: "harbor-pull",
          vaultKey: "harbor",
        },
      },
      "switches.images": "external",
    },
  } satisfies Record<EnvironmentSpec["switches"]["images"], Changes>,
  redis: {
    managed: {},
    existing: {
      "applications.0.redis": {
        kind: "existing",
        host: "redis.default.svc.cluster.local",
        port: 6379,
      },
    },
  } satisfies Record<EnvironmentSpec["applications"][number]["redis"]["kind"], Changes>,
  state: {
    "terraform-cloud": { state: specOf("staging").state },
    local: { state: { kind: "local" } },
  } satisfies Record<EnvironmentSpec["state"]["kind"], Changes>,
  scaling: {
    deployment: {},
    job: {
      "applications.0.workers.LAST.scaling": {
        kind: "job",
        max: 4,
        pollingIntervalSeconds: 15,
        replicasWithoutKeda: 1,
      },
    },
  } satisfies Record<WorkerScaling["kind"], Changes>,
  gpu: {
    whole: { gpu: { sharing: "whole" } },
    "time-sliced": { gpu: { sharing: "time-sliced", replicas: 4 } },
    "mig single": {
      gpu: { sharing: "mig", strategy: "single", profile: "1g.24gb" },
      instanceTypes: ["g7e.2xlarge"],
    },
    "mig mixed": {
      gpu: {
        sharing: "mig",
        strategy: "mixed",
        layout: { kind: "uniform", profile: "2g.10gb" },
      },
      instanceTypes: ["p4d.24xlarge"],
    },
  } satisfies Record<string, Changes & { readonly gpu: GpuSharing }>,
};
export type Dimension = keyof typeof CHOICES;
/** A choice of each dimension. */
export type Row = Readonly<Record<Dimension, string>>;

/** What a choice changes. */
function changesOf(dimension: Dimension, choice: string): Changes {
  return new Map<string, Changes>(Object.entries(CHOICES[dimension])).get(choice) ?? {};
}

/** Production with these choices, on a minor of Kubernetes; local where storage is of one node. */
export function chosen(row: Row, kubernetesVersion: string): EnvironmentSpec {
  const local = row.storage === "node-local";
  const base = specOf(local ? "local" : "production");
  const pools = base.cluster.kind === "kubeconfig" ? "cluster.testbed.pools" : "cluster.pools";
  const { images, redis, state, scaling, storage } = row;
  const changes: Changes = {
    // First: a choice may change a pool.
    [pools]: [...poolsOf(base), { ...extraPool(base), ...EXTRA, ...changesOf("gpu", row.gpu) }],
    ...(local ? {} : { ...changesOf("storage", storage), ...changesOf("images", images) }),
    ...changesOf("redis", redis),
    ...changesOf("state", state),
    ...ofLastWorker(base, changesOf("scaling", scaling)),
    // The registry in the cluster and a state in a file are nothing for a protected one.
    protected: false,
    "cluster.kubernetesVersion": kubernetesVersion,
  };
  return changedSpec(base, changes);
}

function poolsOf({ cluster }: EnvironmentSpec) {
  if (cluster.kind === "k3s") return [];
  return cluster.kind === "eks" ? cluster.pools : cluster.testbed.pools;
}

/** As the last pool, apart from what it has of GPUs. */
function extraPool(base: EnvironmentSpec) {
  const last = poolsOf(base).at(-1);
  return {
    ...last,
    zones: undefined,
    name: "extra",
    roles: ["gpu-worker"],
    min: 0,
    desired: 0,
    max: 1,
  };
}

/** The last worker has its queues for itself: one of kind job joins no other. */
function ofLastWorker({ applications }: EnvironmentSpec, changes: Changes): Changes {
  const workers = applications[0]?.workers ?? [];
  const path = (text: string) => text.replace("LAST", String(workers.length - 1));
  const own = workers.at(-1)?.queues ?? [];
  const others = workers
    .slice(0, -1)
    .map(({ queues }, at) => [
      `applications.0.workers.${at}.queues`,
      queues.filter((queue) => !own.includes(queue)),
    ]);
  const changed = Object.entries(changes).map(([each, value]) => [path(each), value]);
  return Object.fromEntries(changed.length === 0 ? [] : [...others, ...changed]);
}

/**
 * Rows in which every two choices of two dimensions meet at least once: a fault of one choice, or of
 * two together, is in one of them, and they are a tenth of the product.
 */
export function pairwise(
  choices: Readonly<Record<Dimension, readonly string[]>>,
  allowed: (row: Row) => boolean,
): readonly Row[] {
  const all = productOf(choices).filter(allowed);
  const missing = new Set(all.flatMap(pairsOf));
  const rows: Row[] = [];
  while (missing.size > 0) {
    let [best, most] = [all[0], 0];
    for (const row of all) {
      const news = pairsOf(row).filter((pair) => missing.has(pair)).length;
      if (news > most) [best, most] = [row, news];
    }
    if (best === undefined) break;
    for (const pair of pairsOf(best)) missing.delete(pair);
    rows.push(best);
  }
  return rows;
}

/** Rows in which every choice is at least once. */
export function eachChoice(rows: readonly Row[]): readonly Row[] {
  const choicesOf = (row: Row) => Object.entries(row).map((entry) => entry.join(" "));
  const missing = new Set(rows.flatMap(choicesOf));
  const found: Row[] = [];
  while (missing.size > 0) {
    const news = (row: Row) => choicesOf(row).filter((choice) => missing.has(choice)).length;
    const [best] = rows.toSorted((left, right) => news(right) - news(left));
    if (best === undefined) break;
    for (const choice of choicesOf(best)) missing.delete(choice);
    found.push(best);
  }
  return found;
}

function productOf(choices: Readonly<Record<Dimension, readonly string[]>>): readonly Row[] {
  const { storage, images, redis, state, scaling, gpu } = choices;
  return storage.flatMap((a) =>
    images.flatMap((b) =>
      redis.flatMap((c) =>
        state.flatMap((d) =>
          scaling.flatMap((e) =>
            gpu.map((f) => ({ storage: a, images: b, redis: c, state: d, scaling: e, gpu: f })),
          ),
        ),
      ),
    ),
  );
}

/** Every two choices of a row, as one text each. */
export function pairsOf(row: Row): readonly string[] {
  const entries = Object.entries(row).map(([dimension, choice]) => `${dimension} ${choice}`);
  return entries.flatMap((left, at) => entries.slice(at + 1).map((right) => `${left}, ${right}`));
}
