import type { ApplicationSpec } from "./schema";

/** What the app takes for true: `_parse_bool` of its deployment_mode.py. */
const TRUE = ["true", "1", "yes", "on"];

/**
 * Whether the app submits Kubernetes Jobs of its own, as its deployment_mode.py decides, but
 * for its last step: where no setting says so it takes itself to be in a cluster in every pod,
 * because Kubernetes sets KUBERNETES_SERVICE_HOST there. Its pods are told by
 * {@link deploymentMode}, so that this step is never reached.
 */
export function submitsJobs({ settings }: Pick<ApplicationSpec, "settings">): boolean {
  const said = (name: string) => settings[name]?.toLowerCase() ?? "";
  const mode = said("DEPLOYMENT_MODE");
  if (mode === "local" || mode === "cluster") return mode === "cluster";
  return TRUE.includes(said("CLUSTER_MODE")) || said("MONTAGE_CLUSTER_MODE") === "k8s";
}

/** DEPLOYMENT_MODE of the app's pods: CLUSTER_MODE=false alone leaves the app's detection on. */
export function deploymentMode(workload: Pick<ApplicationSpec, "settings">): "cluster" | "local" {
  return submitsJobs(workload) ? "cluster" : "local";
}
