import { workersOf } from "../../environments/applications";
import { INSTANCE_TYPES } from "../../environments/facts/instance-types";
import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import type { EnvironmentSpec, NodePool, WorkerSpec } from "../../environments/schema";
import { amountOf } from "../../environments/quantity";
import { ACCEPTANCE } from "./loads";

/** CPUs that a worker could request. */
const REQUESTS = [1, 2, 4, 7] as const;

/** What renders that share nodes have of their CPUs, by what a worker requests. */
export interface CpuShare {
  readonly requested: number;
  readonly workersPerNode: number;
  /** Nodes that as many renders need as the acceptance asks for. */
  readonly nodes: number;
  /** CPUs of each of them, all at work. */
  readonly cpusEach: number;
  /** Of these nodes, US dollars an hour. */
  readonly hourlyUsd: number;
}

/** Application and worker, by their names in the data. */
export interface WorkerName {
  readonly application: string;
  readonly worker: string;
}

/** Empty where no pool of known instance types takes the worker. */
export function cpuShares(spec: EnvironmentSpec, named: WorkerName): readonly CpuShare[] {
  const worker = workersOf(spec).find(
    (one) => one.application.name === named.application && one.worker.name === named.worker,
  )?.worker;
  const pool = poolOf(spec, worker);
  const type = INSTANCE_TYPES[pool?.instanceTypes[0] ?? ""];
  const node = clusterNodes(spec.cluster).find((one) => one.name === pool?.name);
  if (worker === undefined || type === undefined || node === undefined) return [];
  const byMemory = node.allocatable.memory / amountOf("memory", worker.resources.requests.memory);
  return REQUESTS.map((requested) => {
    const byCpu = node.allocatable.cpu / (1000 * requested);
    const workersPerNode = Math.floor(Math.min(byCpu, byMemory));
    const nodes = Math.ceil(ACCEPTANCE.parallel / workersPerNode);
    return {
      requested,
      workersPerNode,
      nodes,
      cpusEach: (nodes * type.vcpu) / ACCEPTANCE.parallel,
      hourlyUsd: nodes * type.hourlyUsd,
    };
  });
}

function poolOf(
  { cluster }: EnvironmentSpec,
  worker: WorkerSpec | undefined,
): NodePool | undefined {
  return cluster.kind === "eks"
    ? cluster.pools.find(
        ({ roles, gpu }) =>
          worker !== undefined && roles.includes(worker.role) && gpu === undefined,
      )
    : undefined;
}

/** As a section of the document. */
export function cpuShareSection(spec: EnvironmentSpec, named: WorkerName): string {
  const rows = cpuShares(spec, named).map((share) =>
    [
      share.requested,
      share.workersPerNode,
      share.nodes,
      share.cpusEach.toFixed(1),
      share.hourlyUsd.toFixed(2),
    ].join(" | "),
  );
  return `### What ${ACCEPTANCE.parallel} renders share

A worker may use 16 CPUs and requests fewer, so those of one node share its cores. ${ACCEPTANCE.parallel} renders at work, on as few nodes as what they request lets them (on demand, us-east-1):

| requested CPUs | workers of one node | nodes | CPUs of each render | US dollars an hour |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join("\n")}

Within 30 s only nodes that are there take renders: to have the CPUs of a row, the pool must keep its nodes (\`min\`). How much longer a render takes on few CPUs is not measured; what the app does on one thread does not get slower.`;
}
