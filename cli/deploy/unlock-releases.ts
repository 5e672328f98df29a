import type { ClusterClient } from "../../runtime/cluster-client";
import type { EnvironmentSpec } from "../../environments/schema";
import { installedCharts } from "../../environments/switched";
import type { Progress } from "../../runtime/progress";

/** States in which Helm refuses every other operation on a release. */
const PENDING = ["pending-install", "pending-upgrade", "pending-rollback"];

/**
 * Takes away the locks that an apply left on our releases when it lost the
 * cluster half-way: Helm would refuse them for ever ("another operation is in
 * progress"). What was installed by then stays and is taken up by the next
 * apply. Only to be called where no other apply can be at work.
 *
 * Source: https://helm.sh/docs/topics/advanced/#storage-backends (a revision is
 * a Secret with the labels owner, name, status)
 *
 * @param spec environment whose releases they are
 * @returns the releases that were locked, as `namespace/name`
 */
export async function unlockReleases(
  { core }: ClusterClient,
  spec: EnvironmentSpec,
  say: Progress,
): Promise<readonly string[]> {
  const ours = installedCharts(spec);
  const namespaces: readonly string[] = ["kube-system", ...Object.values(spec.platform.namespaces)];
  const { items } = await core.listSecretForAllNamespaces({
    labelSelector: `owner=helm,name in (${ours.join(",")}),status in (${PENDING.join(",")})`,
  });
  const unlocked: string[] = [];
  for (const { metadata } of items) {
    const { name = "", namespace = "", labels = {} } = metadata ?? {};
    // In another namespace a release of this name is not ours.
    if (!namespaces.includes(namespace)) continue;
    await core.deleteNamespacedSecret({ name, namespace });
    const release = `${namespace}/${labels["name"]}`;
    say(`release ${release} was left ${labels["status"]} by an apply that broke off: unlocked`);
    unlocked.push(release);
  }
  return unlocked;
}
