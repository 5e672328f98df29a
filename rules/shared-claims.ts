import { LABELS } from "../environments/labels";
import type { EnvironmentSpec } from "../environments/schema";
import { indexOf } from "../inventory/inventory-index";
import { type Claim, describe, type Inventory, type Workload } from "../inventory/model";
import { mostReplicas } from "../inventory/replicas";
import { PROVISIONERS } from "./provisioners";
import { type Finding, findingAt, type Rule } from "./rule";

const id = "shared-claims";

export const sharedClaims: Rule = {
  id,
  title: "A claim that several pods share is ReadWriteMany on a class that can do it",
  why: "In staging the worker replicas stayed Pending: their volumes were local-path, bound to one node. Whether a class can do ReadWriteMany is the provisioner's to say; the API accepts the claim either way.",
  severity:
    "error; warning where the class's provisioner is not known; warning, accepted, where `fallbacks.nodeLocalVolumes` says so (never in production)",
  remedy:
    "Put the claim on a class of EFS, NFS or CephFS with access mode ReadWriteMany. Neither the class nor the mode of an existing claim can be changed: make a new claim (`<name>-rwx`), copy the data, point the workloads at it.",
  check: (inventory, spec) =>
    inventory.claims.flatMap((claim) => {
      const users = indexOf(inventory).usersOf(claim);
      return isShared(users, inventory) ? checkShared(claim, users, inventory, spec) : [];
    }),
};

/** Labels that one node has at most. */
const ONE_NODE_LABELS = ["kubernetes.io/hostname", LABELS.registryHost] as const;

/** ReadWriteOnce counts nodes, not pods: users that select the same single node may share it. */
function isShared(users: readonly Workload[], inventory: Inventory): boolean {
  const pods = users.reduce((sum, user) => sum + mostReplicas(user, inventory), 0);
  const onOneNode = ONE_NODE_LABELS.some((label) => {
    const nodes = users.map(({ pod }) => pod.nodeSelector[label]);
    return nodes[0] !== undefined && nodes.every((node) => node === nodes[0]);
  });
  return pods > 1 && !onOneNode;
}

function checkShared(
  claim: Claim,
  users: readonly Workload[],
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const by = users.map((user) => `${describe(user)} (${podsOf(user, inventory)})`).join(" and ");
  const found = inventory.storageClasses.find(({ name }) => name === claim.className);
  const provisioner = found === undefined ? undefined : PROVISIONERS[found.provisioner];
  const on = `StorageClass ${claim.className ?? "(the cluster's default)"}`;

  if (found !== undefined && provisioner?.readWriteMany === false) {
    const accepted =
      provisioner.nodeBound && spec?.name !== "production" && spec?.fallbacks?.nodeLocalVolumes
        ? { accepted: "fallback nodeLocalVolumes" }
        : {};
    return [
      findingAt(claim, {
        rule: id,
        severity: "accepted" in accepted ? "warning" : "error",
        message: `is shared by ${by}, but ${on} (${found.provisioner}) ${provisioner.nodeBound ? "keeps it on one node: pods elsewhere stay Pending" : "attaches it to one node at a time"}`,
        fix: "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data",
        ...accepted,
      }),
    ];
  }
  if (!claim.accessModes.includes("ReadWriteMany")) {
    return [
      findingAt(claim, {
        rule: id,
        severity: "error",
        message: `is shared by ${by}, but its access mode is ${claim.accessModes.join(", ") || "not set"}`,
        fix: `make a new claim ${claim.name}-rwx with ReadWriteMany and copy the data: the mode of an existing claim cannot change`,
      }),
    ];
  }
  if (provisioner !== undefined) return [];
  return [
    findingAt(claim, {
      rule: id,
      severity: "warning",
      message: `is shared by ${by}, but nothing here tells whether ${on}${found === undefined ? "" : ` (${found.provisioner})`} can do ReadWriteMany`,
      fix:
        found === undefined
          ? "name a StorageClass that one of the stacks declares"
          : `add ${found.provisioner} to rules/provisioners.ts, with its source`,
    }),
  ];
}

function podsOf(workload: Workload, inventory: Inventory): string {
  const most = mostReplicas(workload, inventory);
  if (most === Infinity) return "any number of pods";
  return most === 1 ? "1 pod" : `up to ${most} pods`;
}
