import { loadEnvironments } from "../../environments";
import { STARTUP_TAINT_KEY } from "../../environments/labels";
import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../environments/schema";
import { poolContract } from "../../environments/nodes/pool-contract";
import { readSynthesized } from "../../inventory/synthesized";
import { demandsOf } from "../../rules/capacity/demands";
import { synthesize } from "../support/synth";
import { type JudgedGroup, judgedGroups } from "./groups";
import { daemonSetOf, podOf } from "./pods";
import { variants } from "./variants";

/** One question to cluster-autoscaler: would a node of this group, which is at zero, take this pod? */
export interface JudgeCase {
  /** `<environment>: <pod> on <group>`, or what was changed. */
  readonly name: string;
  readonly cluster: string;
  /** Values of the flag `--startup-taint`. */
  readonly startupTaints: readonly string[];
  readonly group: JudgedGroup;
  readonly pod: object;
  /** Volumes, claims and classes that the pod's volumes are. */
  readonly objects: readonly object[];
  readonly daemonSets: readonly object[];
}

/** Every workload on every node group of every EKS environment, and what must not work. */
export function judgeCases(): readonly JudgeCase[] {
  return loadEnvironments(ENVIRONMENT_NAMES, {})
    .filter(({ cluster }) => cluster.kind === "eks")
    .flatMap((spec) => {
      const cases = casesOf(spec);
      return [...cases, ...variants(cases, casesOf(wishingSlices(spec)))];
    });
}

/** The environment, with workers that ask for a slice where they ask for a GPU. */
function wishingSlices(spec: EnvironmentSpec): EnvironmentSpec {
  const pools = spec.cluster.kind === "eks" ? spec.cluster.pools : [];
  const profile = pools
    .flatMap((pool) => Object.keys(poolContract(pool).allocatable))
    .find((resource) => resource.startsWith(SLICE))
    ?.slice(SLICE.length);
  if (profile === undefined) throw new Error(`${spec.name} has no pool with slices of their own`);
  const workers = spec.workload.workers.map((worker) =>
    worker.gpu === undefined ? worker : { ...worker, gpu: { need: "mig" as const, profile } },
  );
  return { ...spec, workload: { ...spec.workload, workers } };
}

const SLICE = "nvidia.com/mig-";

/** Pods whose nodes scale with the queue or the load; what else there is has nodes all the time. */
const SCALED = /^Deployment montage-ai\/montage-ai-(web|worker)/;

function casesOf(spec: EnvironmentSpec): readonly JudgeCase[] {
  const stacks = synthesize(spec);
  const inventory = readSynthesized(Object.entries(stacks).map(([name, json]) => ({ name, json })));
  const demands = demandsOf(inventory, spec);
  const daemonSets = demands.filter(({ everyNode }) => everyNode).map(daemonSetOf);
  const scaled = demands.filter(({ name }) => SCALED.test(name));
  return judgedGroups(stacks["node-pools"], spec).flatMap((group) =>
    scaled.map((demand) => ({
      name: `${spec.name}: ${demand.name.replace(/^.*\//, "")} on ${group.asg}`,
      cluster: spec.cluster.kind === "eks" ? spec.cluster.name : "",
      startupTaints: [STARTUP_TAINT_KEY],
      group,
      pod: podOf(demand),
      objects: [],
      daemonSets,
    })),
  );
}
