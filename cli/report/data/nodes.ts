import { GPUS } from "../../../environments/facts/gpus";
import { sliceMemoryGiB } from "../../../environments/facts/mig";
import { clusterNodes } from "../../../environments/nodes/cluster-nodes";
import { describeRefusal } from "../../../environments/nodes/describe-refusal";
import { type NodeGpus, nodeSlices } from "../../../environments/nodes/gpu-nodes";
import { machineGpus } from "../../../environments/nodes/machine-contract";
import { refusals } from "../../../environments/nodes/placement";
import { poolGpus } from "../../../environments/nodes/pool-contract";
import { declaredNodes } from "../../../environments/relations/declared-nodes";
import type { EnvironmentSpec } from "../../../environments/schema";
import { describe } from "../../../inventory/model";
import type { PodDemand, Situation } from "../../../rules/capacity/situation";
import type { GpuPart, GpuReport, PoolReport, WorkloadReport } from "../model/nodes";

/** The pools and machines that an environment declares. */
export function poolReports({ cluster }: EnvironmentSpec): readonly PoolReport[] {
  const { pools, machines } = declaredNodes(cluster);
  const known = new Map([
    ...pools.map((pool) => {
      const machine = `${pool.instanceTypes.join(" or ")}, ${pool.capacityType}`;
      return [pool.name, { machine, gpus: poolGpus(pool) }] as const;
    }),
    ...machines.map((machine) => {
      const { vcpu, memoryGiB } = machine.size;
      return [
        machine.name,
        { machine: `${vcpu} CPUs, ${memoryGiB} GiB`, gpus: machineGpus(machine) },
      ] as const;
    }),
  ]);
  return clusterNodes(cluster).map(({ name, architecture, count, allocatable, taints }) => {
    const { machine = "", gpus } = known.get(name) ?? {};
    return {
      name,
      architecture,
      ...count,
      machine,
      allocatable,
      taints: taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
      gpus: gpus && gpuReport(gpus),
    };
  });
}

function gpuReport(gpus: NodeGpus): GpuReport {
  const { model, count, sharing } = gpus;
  const { memoryGiB } = GPUS[model];
  return { model, count, memoryGiB, sharing: sharing.sharing, parts: partsOf(gpus, memoryGiB) };
}

/** Profiles' names round their memory up or down, so shares are of the names' sum where that is more. */
function partsOf(gpus: NodeGpus, memoryGiB: number): readonly GpuPart[] {
  const { sharing } = gpus;
  switch (sharing.sharing) {
    case "whole":
      return [{ name: "whole", share: 1, memoryGiB }];
    case "time-sliced":
      return Array.from({ length: sharing.replicas }, (_, index) => ({
        name: `${index + 1} of ${sharing.replicas}`,
        share: 1,
        memoryGiB,
      }));
    case "mig": {
      const slices = Object.entries(nodeSlices(gpus, sharing)).flatMap(([name, each]) =>
        Array.from({ length: each }, () => ({ name, memoryGiB: sliceMemoryGiB(name) })),
      );
      const named = slices.reduce((sum, slice) => sum + slice.memoryGiB, 0);
      const whole = Math.max(memoryGiB, named);
      return slices.map((slice) => ({ ...slice, share: slice.memoryGiB / whole }));
    }
    default:
      return sharing satisfies never;
  }
}

/** All pods, and which nodes take one of them. */
export function workloadReports({ demands, pools }: Situation): readonly WorkloadReport[] {
  return demands.map((demand) => {
    const { owner, autoscaler, everyNode, count, resources } = demand;
    const judged = pools.map((pool) => ({
      pool: pool.name,
      reasons: refusals(pool.node, { ...demand.place, requests: resources.requests }),
    }));
    return {
      name: demand.name,
      kind: demand.origin === "chart" ? (demand.name.split(" ")[0] ?? "") : owner.kind,
      namespace: demand.namespace,
      origin: demand.origin,
      stack: owner.place.kind === "terraform" ? owner.place.stack : undefined,
      group: groupOf(demand),
      everyNode,
      min: everyNode ? 0 : (autoscaler?.min ?? count),
      max: count,
      requests: resources.requests,
      runsOn: judged.filter(({ reasons }) => reasons.length === 0).map(({ pool }) => pool),
      refusedBy: judged.flatMap(({ pool, reasons: [reason] }) =>
        reason === undefined ? [] : [{ pool, reason: describeRefusal(reason) }],
      ),
    };
  });
}

function groupOf({ origin, owner, name }: PodDemand): string {
  switch (origin) {
    case "workload":
      return name;
    case "chart":
      return describe(owner);
    case "cluster":
      return "the cluster's own";
    default:
      return origin satisfies never;
  }
}
