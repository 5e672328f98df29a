import { indexOf } from "../../inventory/inventory-index";
import type { HelmRelease, Inventory, Volume, Workload } from "../../inventory/model";
import { isObject } from "../../inventory/json";
import { parseImage } from "../shared/image";
import { VOLUME_TOPOLOGY } from "./claim-binding";
import { type Finding, findingAt } from "../engine/rule";

/**
 * https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.0/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node,
 * and utils/drain/drain.go beside it for what counts as local.
 */
const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";
const SAFE_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";
const SKIPPED = "skip-nodes-with-local-storage";

/** Pods that come and go with the load, and hold their node by what they have on its disk. */
export function localStorage(inventory: Inventory): readonly Finding[] {
  if (!isBlocking(inventory)) return [];
  return inventory.workloads.flatMap((workload) => {
    const { annotations, volumes } = workload.pod;
    const scaled = indexOf(inventory).autoscalersOf(workload).length > 0;
    // `true` and `false` are both a decision.
    if (!scaled || annotations[SAFE_TO_EVICT] !== undefined) return [];
    const safe = (annotations[SAFE_VOLUMES] ?? "").split(",");
    const local = volumes.filter(isLocal).map(({ name }) => name);
    if (local.every((name) => safe.includes(name))) return [];
    const held = local.filter((name) => !safe.includes(name)).join(", ");
    return [
      findingAt(workload, {
        rule: VOLUME_TOPOLOGY,
        severity: "warning",
        message: `has ${held} on its node's disk: cluster-autoscaler never removes a node that it runs on`,
        fix: `template.metadata.annotations: { ${SAFE_VOLUMES}: "${local.join(",")}" }, or ${SAFE_TO_EVICT}: "false" if it shall hold the node`,
      }),
    ];
  });
}

function isLocal(volume: Volume): boolean {
  return volume.kind === "hostPath" || (volume.kind === "emptyDir" && volume.medium !== "Memory");
}

/** Whether a cluster-autoscaler is there, and still at its default. */
function isBlocking({ helmReleases, workloads }: Inventory): boolean {
  const releases = helmReleases.filter(({ chart }) => chart === "cluster-autoscaler");
  const deployments = workloads.filter(isAutoscaler);
  return releases.some(skipsNodes) || deployments.some(passesDefault);
}

function isAutoscaler({ kind, pod }: Workload): boolean {
  return (
    kind === "Deployment" &&
    pod.containers.some(({ image }) => parseImage(image).repository.endsWith("cluster-autoscaler"))
  );
}

function skipsNodes({ values }: HelmRelease): boolean {
  const args = isObject(values.extraArgs) ? values.extraArgs : {};
  return String(args[SKIPPED] ?? true) !== "false";
}

function passesDefault({ pod }: Workload): boolean {
  const words = pod.containers.flatMap(({ command, args }) => [...command, ...args]);
  return !words.some((word) => word.includes(`--${SKIPPED}=false`));
}
