import { groupBy } from "../../inventory/group-by";
import { failingContainers } from "./containers";
import type { Diagnoser, Diagnosis, Examination } from "./examination";
import { refusedPods } from "./not-created";
import { unboundClaims } from "./pending/claims";
import { pendingPods } from "./pending";
import { admissionWebhooks, aggregatedApis } from "./platform/apis";
import { fieldManagers } from "./platform/field-managers";
import { networkPolicies } from "./platform/network-policies";
import { nodes } from "./platform/nodes";
import { prerequisites } from "./platform/prerequisites";
import { registries } from "./platform/registry";
import { helmReleases } from "./platform/releases";
import { stuckRollouts, unmountedVolumes } from "./platform/rollouts";
import { scaling } from "./platform/scaling";
import { externalSecrets } from "./platform/secrets";
import { stuckDeletions } from "./platform/terminating";
import { failedPulls } from "./pulls";

/** Causes first: a node that is away explains most of what follows. */
const DIAGNOSERS: readonly Diagnoser[] = [
  nodes,
  prerequisites,
  networkPolicies,
  registries,
  pendingPods,
  unboundClaims,
  refusedPods,
  failedPulls,
  failingContainers,
  unmountedVolumes,
  stuckRollouts,
  scaling,
  fieldManagers,
  aggregatedApis,
  admissionWebhooks,
  externalSecrets,
  helmReleases,
  stuckDeletions,
];

/** Everything that is wrong in a cluster, errors first; the same for several pods of one workload once. */
export function examine(examination: Examination): readonly Diagnosis[] {
  const found = DIAGNOSERS.flatMap((diagnoser) => diagnoser(examination));
  return [...groupBy(found, sameness).values()]
    .flatMap((group) => together(group))
    .toSorted((left, right) => rank(left) - rank(right));
}

/** Replicas differ in their names only. */
function sameness({ id, object, cause, command = "" }: Diagnosis): string {
  const name = object.split("/").at(-1) ?? "";
  const workload = object.replace(/(-[a-z0-9]{8,10})?-[a-z0-9]{5}$/, "");
  return [id, object.startsWith("Pod ") ? workload : object, cause, command]
    .map((part) => part.replaceAll(name, ""))
    .join("\n");
}

function together(group: readonly Diagnosis[]): readonly Diagnosis[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  return [{ ...first, cause: `${first.cause} (and ${others.length} more pods like it)` }];
}

function rank({ severity }: Diagnosis): number {
  return severity === "error" ? 0 : 1;
}
