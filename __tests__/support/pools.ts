import type { EksCluster, EnvironmentSpec, NodePool } from "../../environments/schema";
import { specOf } from "./synth";

/** Production's cluster. */
export function eks(): EksCluster {
  const { cluster } = specOf("production");
  if (cluster.kind !== "eks") throw new Error("production is not EKS");
  return cluster;
}

/** A pool of production, changed. */
export function pool(name: string, change: Partial<NodePool> = {}): NodePool {
  const found = eks().pools.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no pool ${name}`);
  return { ...found, ...change };
}

/** A pool of A100s whose slices have resources of their own, changed. */
export function a100Pool(change: Partial<NodePool> = {}): NodePool {
  return pool("gpu-mig", {
    name: "gpu-a100",
    instanceTypes: ["p4d.24xlarge"],
    diskGiB: 500,
    gpu: { sharing: "mig", strategy: "mixed", layout: { kind: "uniform", profile: "2g.10gb" } },
    ...change,
  });
}

/** Production with other pools, beside those named or all of its own. */
export function withPools(
  pools: readonly NodePool[],
  kept: readonly string[] = eks().pools.map(({ name }) => name),
): EnvironmentSpec {
  const cluster = eks();
  const own = cluster.pools.filter(({ name }) => kept.includes(name));
  return { ...specOf("production"), cluster: { ...cluster, pools: [...own, ...pools] } };
}

/** Makes a MIG pool advertise its slices as GPUs. */
export const single: Partial<NodePool> = {
  gpu: { sharing: "mig", strategy: "single", profile: "1g.5gb" },
};

/** Slices of every size on each GPU. */
export const balanced: Partial<NodePool> = {
  gpu: { sharing: "mig", strategy: "mixed", layout: { kind: "balanced" } },
};
