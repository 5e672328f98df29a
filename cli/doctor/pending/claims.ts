import type { LiveClaim, LiveStorageClass } from "../../../inventory/live";
import { describe } from "../../../inventory/model";
import {
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
  SETTLING_MS,
} from "../examination";

/** Claims that do not get their volume, or have lost it. */
export const unboundClaims: Diagnoser = (examination) =>
  examination.live.claims.flatMap((claim) => claimTrouble(claim, examination) ?? []);

/** Set by the scheduler: the provisioner is to make the volume there. */
const SELECTED_NODE = "volume.kubernetes.io/selected-node";

/** What is wrong with a claim; undefined for one that is bound, or waits for a pod as its class says. */
export function claimTrouble(claim: LiveClaim, examination: Examination): Diagnosis | undefined {
  if (claim.deleting !== undefined) return undefined;
  if (claim.phase === "Lost") return lost(claim, examination);
  if (claim.phase !== "Pending") return undefined;
  if (claim.volumeName !== undefined) return reserved(claim, examination);
  if (claim.className === "") return byHand(claim, examination);
  const storageClass = classOf(claim, examination);
  if (storageClass === undefined) {
    return examination.unreadKinds.has("StorageClass")
      ? undefined
      : classMissing(claim, examination);
  }
  const selected = claim.annotations[SELECTED_NODE];
  if (storageClass.waitsForPod && selected === undefined) return undefined;
  const failures = eventsOf(examination, claim, /^ProvisioningFailed$/);
  const young = examination.now - (claim.created ?? 0) < SETTLING_MS;
  if (young && failures.length === 0) return undefined;
  return notProvisioned(claim, storageClass, failures, examination);
}

function classOf({ className }: LiveClaim, { live }: Examination): LiveStorageClass | undefined {
  return live.storageClasses.find(({ name, isDefault }) =>
    className === undefined ? isDefault : name === className,
  );
}

function classMissing(claim: LiveClaim, examination: Examination): Diagnosis {
  const { className, namespace, name } = claim;
  const there = examination.live.storageClasses.map((each) => each.name).join(", ") || "none";
  const what =
    className === undefined
      ? "names no StorageClass, and the cluster has no default one"
      : `asks for StorageClass ${className}, which is not there`;
  return diagnosis(claim, {
    id: "claim-class-missing",
    cause: `${what} (there: ${there})${waiting(claim, examination)}`,
    evidence: eventsOf(examination, claim).slice(0, 1),
    fix: "a claim's class cannot change: apply the storage stack that makes the class, or make the claim anew with one that is there",
    command:
      examination.spec !== undefined && className === examination.spec.storage.className
        ? `npm run deploy -- ${examination.spec.name}`
        : kubectl(examination, namespace, "delete", "pvc", name),
  });
}

function notProvisioned(
  claim: LiveClaim,
  { name, provisioner }: LiveStorageClass,
  failures: readonly string[],
  examination: Examination,
): Diagnosis {
  const { live } = examination;
  const selected = claim.annotations[SELECTED_NODE];
  const driverMissing =
    !examination.unreadKinds.has("CSIDriver") &&
    /\.csi\.|csi/.test(provisioner) &&
    !live.csiDrivers.some((driver) => driver.name === provisioner);
  const node = live.nodes.find((each) => each.name === selected);
  const cause =
    failures.length > 0
      ? `provisioner ${provisioner} cannot make its volume`
      : driverMissing
        ? `its class ${name} is provisioned by ${provisioner}, and no such CSI driver is installed`
        : selected !== undefined && node === undefined && !examination.unreadKinds.has("Node")
          ? `its volume is to be made on node ${selected}, which is gone`
          : `provisioner ${provisioner} of its class ${name} does not answer`;
  return diagnosis(claim, {
    id: "claim-not-provisioned",
    cause: `${cause}${waiting(claim, examination)}`,
    evidence: [...failures, ...eventsOf(examination, claim, /^ExternalProvisioning$/)].slice(0, 2),
    fix:
      failures.length > 0
        ? "put right what the provisioner says, and look at its log"
        : "bring the provisioner back: it takes up waiting claims by itself",
    command:
      examination.spec !== undefined &&
      name === examination.spec.storage.className &&
      failures.length === 0
        ? `npm run deploy -- ${examination.spec.name}`
        : kubectl(examination, claim.namespace, "describe", "pvc", claim.name),
  });
}

/** A claim with class "" is for a volume that is made by hand. */
function byHand(claim: LiveClaim, examination: Examination): Diagnosis {
  const free = examination.live.volumes.filter(
    ({ className, phase }) => className === "" && phase === "Available",
  );
  return diagnosis(claim, {
    id: "claim-not-provisioned",
    cause: `its class is empty: it waits for a PersistentVolume made by hand, and ${free.length === 0 ? "none is free" : `none of ${free.map(({ name }) => name).join(", ")} fits its size and access modes`}${waiting(claim, examination)}`,
    evidence: eventsOf(examination, claim).slice(0, 1),
    fix: "make a volume for it, or the claim anew with a class",
    command: kubectl(examination, undefined, "get", "persistentvolumes"),
  });
}

function reserved(claim: LiveClaim, examination: Examination): Diagnosis | undefined {
  if (examination.unreadKinds.has("PersistentVolume")) return undefined;
  const volume = examination.live.volumes.find(({ name }) => name === claim.volumeName);
  const other = volume?.claim;
  if (volume !== undefined && (other === undefined || isOf(other, claim))) return undefined;
  return diagnosis(claim, {
    id: "claim-not-provisioned",
    cause: `names volume ${claim.volumeName}, ${volume === undefined ? "which is not there" : `which is ${describe(other ?? volume)}'s`}${waiting(claim, examination)}`,
    evidence: eventsOf(examination, claim).slice(0, 1),
    fix: "make the volume, or the claim anew without a name",
    command: kubectl(examination, undefined, "get", "persistentvolumes"),
  });
}

function isOf(of: { readonly namespace?: string; readonly name: string }, claim: LiveClaim) {
  return of.namespace === claim.namespace && of.name === claim.name;
}

function lost(claim: LiveClaim, examination: Examination): Diagnosis {
  return diagnosis(claim, {
    id: "claim-lost",
    cause: `its volume ${claim.volumeName ?? ""} is gone${waiting(claim, examination)}`,
    evidence: eventsOf(examination, claim).slice(0, 1),
    fix: "restore the PersistentVolume from a backup, or give the data up and make the claim anew",
    command: kubectl(examination, claim.namespace, "delete", "pvc", claim.name),
  });
}

/** The pods that a claim keeps Pending. */
function waiting({ namespace, name }: LiveClaim, { live }: Examination): string {
  const pods = live.pods.filter(
    (pod) =>
      pod.namespace === namespace &&
      pod.phase === "Pending" &&
      pod.template.volumes.some((volume) => volume.kind === "claim" && volume.claim === name),
  );
  const names = pods.map((pod) => pod.name).join(", ");
  return pods.length === 0 ? "" : `; keeps ${names} Pending`;
}
