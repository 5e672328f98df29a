import { LABELS } from "../../environments/labels";
import { isProtected } from "../../environments/protection";
import type { EnvironmentSpec } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import { type Claim, describe, type Inventory, type Workload } from "../../inventory/model";
import { mostReplicas } from "../../inventory/replicas";
import { USE_READ_WRITE_MANY, VOLUME_TOPOLOGY } from "./claim-binding";
import type { Backing } from "./claim-volumes";
import { type Finding, findingAt, type Severity } from "../engine/rule";

/** Labels that one node has at most. */
const ONE_NODE_LABELS = ["kubernetes.io/hostname", LABELS.registryHost] as const;

/** Modes that several nodes may mount. */
const MANY_NODES: readonly string[] = ["ReadWriteMany", "ReadOnlyMany"];

/** Whether several pods can have the claim's volume at once. */
export function claimSharing(
  claim: Claim,
  { on, can, storageClass, hostPath }: Backing,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const users = usersOf(claim, inventory);
  const pods = users.reduce((sum, user) => sum + mostReplicas(user, inventory), 0);
  if (pods <= 1) return [];
  const onlyOnePod = claim.accessModes.join() === "ReadWriteOncePod";
  if (isOnOneNode(users) && !onlyOnePod) return [];
  const by = `is shared by ${listed(users, inventory)}`;
  const found = (severity: Severity, message: string, fix: string) =>
    findingAt(claim, { rule: VOLUME_TOPOLOGY, severity, message: `${by}, but ${message}`, fix });
  // Foreign workloads of one pod each may never run at once (Jobs), or be meant for one node.
  const sure = spec !== undefined || users.some((user) => mostReplicas(user, inventory) > 1);
  const severity = sure ? "error" : "warning";

  if (onlyOnePod) {
    return [
      found(
        severity,
        "its access mode is ReadWriteOncePod: one pod runs, the others stay Pending",
        readWriteMany(claim),
      ),
    ];
  }
  if (hostPath !== undefined) {
    if (!sure) return [];
    return [
      found(
        // On a cluster of one node all of them see the same.
        spec === undefined ? "warning" : "error",
        `${on} is ${hostPath} of whatever node a pod is on: on every node they see other files`,
        USE_READ_WRITE_MANY,
      ),
    ];
  }
  if (can?.nodeBound) {
    if (!sure) return [];
    const accepted =
      spec !== undefined && !isProtected(spec) && spec.fallbacks?.nodeLocalVolumes === true;
    const finding = found(
      // On a cluster of one node all of them are there.
      accepted || spec === undefined ? "warning" : "error",
      `${on} keeps it on one node: pods elsewhere stay Pending`,
      USE_READ_WRITE_MANY,
    );
    return [accepted ? { ...finding, accepted: "fallback nodeLocalVolumes" } : finding];
  }
  if (can?.readWriteMany === false) {
    return [found(severity, `${on} attaches it to one node at a time`, USE_READ_WRITE_MANY)];
  }
  if (!claim.accessModes.some((mode) => MANY_NODES.includes(mode))) {
    if (!sure) return [];
    return [
      found(
        spec === undefined ? "warning" : "error",
        `its access mode is ${claim.accessModes.join(", ") || "not set"}`,
        readWriteMany(claim),
      ),
    ];
  }
  if (can !== undefined || spec === undefined) return [];
  return [
    found(
      "warning",
      `nothing here tells whether ${on} can do ReadWriteMany`,
      storageClass === undefined
        ? "name a StorageClass that one of the stacks declares"
        : `add ${storageClass.provisioner} to rules/shared/provisioners.ts, with its source`,
    ),
  ];
}

/** The workloads that mount a claim, those with most pods first, each once: a folder may declare one several times. */
export function usersOf(claim: Claim, inventory: Inventory): readonly Workload[] {
  const users = indexOf(inventory).usersOf(claim);
  const once = [...new Map(users.map((user) => [describe(user), user])).values()];
  // Infinity less itself is no number.
  return once.sort((a, b) => mostReplicas(b, inventory) - mostReplicas(a, inventory) || 0);
}

/** ReadWriteOnce counts nodes, not pods: users that select the same single node may share it. */
export function isOnOneNode(users: readonly Workload[]): boolean {
  return ONE_NODE_LABELS.some((label) => {
    const nodes = users.map(({ pod }) => pod.nodeSelector[label]);
    return nodes[0] !== undefined && nodes.every((node) => node === nodes[0]);
  });
}

const MOST_NAMED = 4;

function listed(users: readonly Workload[], inventory: Inventory): string {
  const names = users
    .slice(0, MOST_NAMED)
    .map((user) => `${describe(user)} (${podsOf(user, inventory)})`);
  const more = users.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(" and ");
}

function podsOf(workload: Workload, inventory: Inventory): string {
  const most = mostReplicas(workload, inventory);
  if (most === Infinity) return "any number of pods";
  return most === 1 ? "1 pod" : `up to ${most} pods`;
}

function readWriteMany({ name }: Claim): string {
  return `make a new claim ${name}-rwx with ReadWriteMany and copy the data: the mode of an existing claim cannot change`;
}
