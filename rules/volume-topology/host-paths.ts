import type { Inventory } from "../../inventory/model";
import { mostReplicas } from "../../inventory/replicas";
import { VOLUME_TOPOLOGY } from "./claim-binding";
import { isOnOneNode } from "./claim-sharing";
import { type Finding, findingAt } from "../engine/rule";

/** What is the node's own by nature, and mounted to look at the node: https://www.pathname.com/fhs/pub/fhs-2.3.html */
const NODES_OWN =
  /^\/($|(boot|dev|etc|lib|lib64|opt|proc|run|sys|tmp|usr|var\/log|var\/run|var\/lib\/(containerd|docker|kubelet|rancher))(\/|$))/;

/** Replicas on several nodes, each with another folder under the same path. */
export function hostPaths(inventory: Inventory): readonly Finding[] {
  return inventory.workloads.flatMap((workload) => {
    const replicated = workload.kind === "Deployment" || workload.kind === "StatefulSet";
    const most = mostReplicas(workload, inventory);
    if (!replicated || most <= 1 || isOnOneNode([workload])) return [];
    const folders = workload.pod.volumes.flatMap((volume) =>
      volume.kind === "hostPath" && !NODES_OWN.test(volume.path) ? [volume.path] : [],
    );
    if (folders.length === 0) return [];
    return [
      findingAt(workload, {
        rule: VOLUME_TOPOLOGY,
        severity: "warning",
        message: `has hostPath ${folders.join(", ")} and ${most === Infinity ? "any number of" : `up to ${most}`} pods: on every node they see other files`,
        fix: "mount a claim of a class that can do ReadWriteMany, or pin the pods: nodeSelector: { kubernetes.io/hostname: <node> }",
      }),
    ];
  });
}
