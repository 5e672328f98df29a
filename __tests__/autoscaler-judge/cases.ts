import { loadEnvironments } from "../../environments";
import { STARTUP_TAINT_KEY } from "../../environments/labels";
import {
  ENVIRONMENT_NAMES,
  type EnvironmentName,
  type EnvironmentSpec,
} from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { demandsOf } from "../../rules/capacity/demands";
import { pool } from "../support/pools";
import { synthesize } from "../support/synth";
import { type JudgedGroup, judgedGroups } from "./groups";
import { daemonSetOf, podOf } from "./pods";
import { variants } from "./variants";
import { montageAiIn, withApplication } from "../support/applications";

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

/**
 * Every workload on every node group of EKS environments, and what must not work.
 *
 * @param names by default all; those that have been judged, to hold them against that
 */
export function judgeCases(
  names: readonly EnvironmentName[] = ENVIRONMENT_NAMES,
): readonly JudgeCase[] {
  return loadEnvironments(names, {})
    .filter(({ cluster }) => cluster.kind === "eks")
    .flatMap((spec) => {
      const cases = casesOf(spec);
      return [...cases, ...variants(cases, casesOf(wishingSlices(spec)))];
    });
}

const PROFILE = "2g.10gb";

/** The environment with a pool of mixed slices, and workers that ask for one where they ask for a GPU. */
function wishingSlices(spec: EnvironmentSpec): EnvironmentSpec {
  const { cluster } = spec;
  const mixed = pool("gpu-mig", {
    name: "gpu-mixed",
    instanceTypes: ["p4d.24xlarge"],
    gpu: {
      sharing: "mig",
      strategy: "mixed",
      layout: { kind: "uniform", profile: PROFILE },
    },
  });
  const workers = montageAiIn(spec).workers.map((worker) =>
    worker.gpu === undefined
      ? worker
      : { ...worker, gpu: { need: "mig" as const, profile: PROFILE } },
  );
  return {
    ...withApplication(spec, { workers }),
    cluster: cluster.kind === "eks" ? { ...cluster, pools: [...cluster.pools, mixed] } : cluster,
  };
}

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
