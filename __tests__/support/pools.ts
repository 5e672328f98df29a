import type { EksCluster, NodePool } from "../../environments/schema";
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

/** Makes a MIG pool advertise its slices as GPUs. */
export const single: Partial<NodePool> = {
  gpu: { sharing: "mig", type: "nvidia", strategy: "single", profile: "1g.5gb" },
};
