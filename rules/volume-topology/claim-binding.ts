import type { EnvironmentSpec } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import { type Claim, describe, type Inventory, type PersistentVolume } from "../../inventory/model";
import type { Backing } from "./claim-volumes";
import { type Finding, findingAt } from "../engine/rule";

/** Id of the rule that these findings are of. */
export const VOLUME_TOPOLOGY = "volume-topology";

/** Classes for what several nodes write to. */
export const USE_READ_WRITE_MANY =
  "use a class that can do ReadWriteMany (efs.csi.aws.com, nfs.csi.k8s.io, cephfs.csi.ceph.com) in a new claim, and copy the data";

/** Volumes of these lie in one zone: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html */
export const ZONAL: readonly string[] = [
  "ebs.csi.aws.com",
  "kubernetes.io/aws-ebs",
  "ebs.csi.eks.amazonaws.com",
];

/** Whether a claim ever gets its volume, and one that its pods can reach. */
export function claimBinding(
  claim: Claim,
  backing: Backing,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const { can, volume } = backing;
  if (volume !== undefined) return mismatch(claim, volume, spec);
  if (claim.accessModes.includes("ReadWriteMany") && can?.refuses) return [refused(claim, backing)];
  return boundTooEarly(claim, backing, inventory);
}

/** Sources beside the provisioners in provisioners.ts. */
function refused(claim: Claim, { on }: Backing): Finding {
  return findingAt(claim, {
    rule: VOLUME_TOPOLOGY,
    severity: "error",
    message: `asks for ReadWriteMany, which ${on} refuses: the claim stays Pending, and with it every pod that mounts it`,
    fix: USE_READ_WRITE_MANY,
  });
}

/**
 * Class and modes must fit (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding),
 * unless the volume is reserved for the claim: then no class counts, and no mode either where the claim
 * names the volume. Tried on Kubernetes 1.35.4.
 */
function mismatch(
  claim: Claim,
  volume: PersistentVolume,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const found = (severity: Finding["severity"], message: string, fix: string) =>
    findingAt(claim, { rule: VOLUME_TOPOLOGY, severity, message, fix });
  // A folder may hold alternatives, of which another one is the volume's.
  const severity = spec !== undefined || isSameFile(claim, volume) ? "error" : "warning";
  const className = volume.className ?? "";
  const missing = claim.accessModes.filter((mode) => !volume.accessModes.includes(mode));
  const reserved = reservedFor(volume, claim);

  if (reserved === "another" && volume.claim !== undefined) {
    const { namespace, name } = volume.claim;
    return [
      found(
        severity,
        `names ${describe(volume)}, which is reserved for PersistentVolumeClaim ${namespace}/${name}: the two never bind`,
        `claimRef: { namespace: ${claim.namespace}, name: ${claim.name} } on ${describe(volume)}, or another volumeName`,
      ),
    ];
  }
  if (reserved === "it") {
    return claim.volumeName === undefined
      ? otherModes(claim, volume, missing, found, severity)
      : [];
  }
  if (claim.className === undefined && className === "") {
    return [
      found(
        "warning",
        `is meant for ${describe(volume)}, which has no class, and names none itself: a cluster with a default class writes that in, and the two never bind`,
        'storageClassName: ""',
      ),
    ];
  }
  if (claim.className !== undefined && claim.className !== className) {
    return [
      found(
        severity,
        `is of class ${quoted(claim.className)} and ${describe(volume)} of class ${quoted(className)}: the two never bind`,
        `storageClassName: ${quoted(className)}`,
      ),
    ];
  }
  return otherModes(claim, volume, missing, found, severity);
}

/** Whom a volume is kept for by its claimRef. A claim whose file leaves the namespace out may be in any. */
function reservedFor(
  { claim: kept }: PersistentVolume,
  { namespace, name }: Claim,
): "it" | "another" | undefined {
  if (kept === undefined) return undefined;
  const same = kept.name === name && (kept.namespace === namespace || namespace === "default");
  return same ? "it" : "another";
}

function otherModes(
  claim: Claim,
  volume: PersistentVolume,
  missing: readonly string[],
  found: (severity: Finding["severity"], message: string, fix: string) => Finding,
  severity: Finding["severity"],
): readonly Finding[] {
  return missing.length > 0 && volume.accessModes.length > 0
    ? [
        found(
          severity,
          `asks for ${missing.join(", ")}, and ${describe(volume)} offers ${volume.accessModes.join(", ")}: the two never bind`,
          `accessModes: [${claim.accessModes.join(", ")}] on ${describe(volume)}, if its storage can do that`,
        ),
      ]
    : [];
}

/** https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode */
function boundTooEarly(
  claim: Claim,
  { storageClass, provisioner }: Backing,
  inventory: Inventory,
): readonly Finding[] {
  const zonal = provisioner !== undefined && ZONAL.includes(provisioner);
  const used = claim.statefulSet !== undefined || indexOf(inventory).usersOf(claim).length > 0;
  if (!zonal || !used || storageClass?.volumeBindingMode !== "Immediate") return [];
  return [
    findingAt(claim, {
      rule: VOLUME_TOPOLOGY,
      severity: "warning",
      message: `is on ${describe(storageClass)}, which binds before the pod is scheduled: the volume's zone may have no node that the pod can run on`,
      fix: `volumeBindingMode: WaitForFirstConsumer on ${describe(storageClass)}`,
    }),
  ];
}

function isSameFile({ place }: Claim, { place: other }: PersistentVolume): boolean {
  return place.kind === "file" && other.kind === "file" && place.file === other.file;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
