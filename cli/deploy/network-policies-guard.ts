import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import { kubectlGet, readObjects } from "../../inventory/cluster";
import { LIVE_KINDS, readLive } from "../../inventory/live";
import { describe } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { clusterAccess } from "../../runtime/cluster-access";
import { CommandFailure } from "../../runtime/failure";
import type { Progress } from "../../runtime/progress";
import { OPEN_NETWORK_HINT } from "./open-network";
import { type Enforcement, enforcement } from "../doctor/platform/network-policies";

/** What the plugin that enforces policies, and its switch, are seen by. */
const KINDS: ReadonlySet<string> = new Set(["DaemonSet", "Node"]);

/**
 * Redis asks for no password: where nothing enforces network policies, every pod of the
 * cluster may write jobs, which are code that workers run. Refused only where that is
 * certain; for a cluster that cannot be asked, or does not show it, a line is printed and the deploy goes on.
 *
 * @param accepted reason for which it may be deployed all the same
 * @param read @default kubectl, in the environment's cluster
 * @throws CommandFailure where policies are certainly not enforced, and no reason accepts it
 */
export async function requireEnforcedPolicies(
  spec: EnvironmentSpec,
  accepted: string | undefined,
  say: Progress,
  read: (spec: EnvironmentSpec) => Promise<Enforcement> = readEnforcement,
): Promise<void> {
  const found = await read(spec).catch((error: unknown): Enforcement => {
    if (!(error instanceof ConfigurationError)) throw error;
    return { by: "unknown" };
  });
  if (found.by === "unknown")
    say("network policies: whether the cluster enforces them is not known");
  if (found.by !== "nobody") return;
  const { kind, object } = found.cause;
  const place = `${describe(object)}: ${kind === "k3s" ? "k3s runs with --disable-network-policy" : "the VPC CNI's network policy agent is off"}`;
  if (accepted !== undefined) {
    say(`network policies are not enforced (${place}); accepted: ${accepted}`);
    return;
  }
  throw new CommandFailure(
    `refused: ${spec.name}'s cluster does not enforce network policies, so that every pod in it may write to the queue, and jobs are code that the workers run\n  ${place}`,
    `npm run doctor -- ${spec.name} has the command that switches them on; or say why it may be so: ${OPEN_NETWORK_HINT}`,
  );
}

async function readEnforcement(spec: EnvironmentSpec): Promise<Enforcement> {
  const access = clusterAccess({ kubeconfig: undefined, context: undefined }, spec);
  const kinds = LIVE_KINDS.filter(({ kind }) => KINDS.has(kind));
  const { objects, unreadKinds } = await readObjects(access, kinds, kubectlGet(access));
  const agents = objects.filter(({ object }) => object.kind === "DaemonSet");
  const { inventory } = readForeignObjects(agents);
  return enforcement({ inventory, live: readLive(objects).live, unreadKinds });
}
