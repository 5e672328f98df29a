import { groupBy } from "../../inventory/group-by";
import { inOrderOfCauses, type Explained } from "./causes/order";
import { standsOnBeside } from "./causes/beside";
import { dependenciesIn } from "./causes/dependencies";
import { failingContainers } from "./containers";
import type { Diagnoser, Diagnosis, Examination } from "./examination";
import { refusedPods } from "./not-created";
import { unboundClaims } from "./pending/claims";
import { pendingPods } from "./pending";
import { closedNodes } from "./pending/closed-nodes";
import { admissionWebhooks, aggregatedApis } from "./platform/apis";
import { certificates } from "./platform/certificates";
import { controlLoops } from "./platform/control-loops";
import { clusterDns } from "./platform/dns";
import { evictedPods } from "./workloads/evicted";
import { fieldManagers } from "./platform/field-managers";
import { kubeProxyModes, loopbackNodePorts } from "./platform/kube-proxy";
import { missingApis } from "./platform/missing-apis";
import { networkPolicies } from "./platform/network-policies";
import { nodes } from "./platform/nodes";
import { prerequisites } from "./platform/prerequisites";
import { registries } from "./platform/registry";
import { helmReleases } from "./platform/releases";
import { stuckRollouts, unmountedVolumes } from "./platform/rollouts";
import { scaling } from "./platform/scaling";
import { externalSecrets } from "./platform/secrets";
import { stuckDeletions } from "./platform/terminating";
import { failedVolumes } from "./platform/volumes";
import { failedPulls } from "./pulls";
import { failedJobs, suspendedCronJobs } from "./workloads/jobs";
import { notReady } from "./workloads/not-ready";
import { notStarting } from "./workloads/not-starting";
import { deadServices } from "./workloads/services";
import { pausedRollouts, switchedOff } from "./workloads/switched-off";

/** What is looked for; {@link explained} puts it in order. */
const DIAGNOSERS: readonly Diagnoser[] = [
  controlLoops,
  nodes,
  closedNodes,
  clusterDns,
  prerequisites,
  networkPolicies,
  registries,
  loopbackNodePorts,
  kubeProxyModes,
  pendingPods,
  unboundClaims,
  refusedPods,
  failedPulls,
  failingContainers,
  unmountedVolumes,
  notStarting,
  evictedPods,
  switchedOff,
  notReady,
  deadServices,
  stuckRollouts,
  pausedRollouts,
  failedJobs,
  suspendedCronJobs,
  failedVolumes,
  missingApis,
  scaling,
  fieldManagers,
  aggregatedApis,
  admissionWebhooks,
  externalSecrets,
  certificates,
  helmReleases,
  stuckDeletions,
];

/** Findings with their causes, those that do most harm to jobs first. */
export function explained(
  diagnoses: readonly Diagnosis[],
  examination: Examination,
): readonly Explained[] {
  const namespaces = new Set([
    ...(examination.spec?.applications ?? []).map(({ namespace }) => namespace),
    ...examination.live.scalers
      .filter(({ kind }) => kind !== "HorizontalPodAutoscaler")
      .map(({ namespace }) => namespace),
  ]);
  const isHeavy = (object: string) => namespaces.has(/^\S+ ([^/]+)\//.exec(object)?.[1] ?? "");
  const beside = (of: Diagnosis) => standsOnBeside(of, examination);
  return inOrderOfCauses(diagnoses, dependenciesIn(examination), isHeavy, beside);
}

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
