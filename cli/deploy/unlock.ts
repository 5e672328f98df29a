import path from "node:path";
import { ClusterClient } from "../../runtime/cluster-client";
import { clusterAccess } from "../../runtime/cluster-access";
import type { Operation } from "../operation/operation";
import { unlockReleases } from "./unlock-releases";
import { CommandFailure } from "../../runtime/failure";
import { ConfigurationError } from "../../environments/errors";
import { whenUnanswered } from "../../runtime/reach-cluster";

/**
 * Takes away locks that an apply which broke off left on the environment's releases.
 *
 * @throws CommandFailure when the cluster does not answer
 */
export async function unlock({ spec, env, say }: Operation): Promise<void> {
  const file = env["KUBECONFIG"] || undefined;
  const given = {
    // Of several the client finds its way itself.
    kubeconfig: file?.includes(path.delimiter) === true ? undefined : file,
    context: env["KUBE_CONTEXT"] || undefined,
  };
  const { kubeconfig, context } =
    spec.cluster.kind === "kubeconfig" ? given : clusterAccess(given, spec, "KUBE_CONTEXT");
  try {
    await unlockReleases(new ClusterClient(kubeconfig, context), spec, say);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const look = "look at KUBECONFIG and KUBE_CONTEXT, then kubectl get nodes";
    throw new CommandFailure(
      `the cluster of ${spec.name} cannot be asked for releases that are locked: ${said}`,
      whenUnanswered(spec, said, look, "KUBE_CONTEXT"),
    );
  }
}
