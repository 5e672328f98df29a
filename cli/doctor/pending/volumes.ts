import { unmetTerms, type NodeSelectorTerm } from "../../../environments/nodes/node-affinity";
import type { LiveClaim, LiveNode, LivePod, LiveVolume } from "../../../inventory/live";
import type { Examination } from "../examination";

/** The claims of a pod. */
export interface PodClaims {
  /** Names of claims that there are none of. */
  readonly missing: readonly string[];
  readonly claims: readonly LiveClaim[];
  /** Volumes that only some nodes reach. */
  readonly bound: readonly BoundVolume[];
}

/** A volume that only some nodes reach. */
export interface BoundVolume {
  readonly claim: LiveClaim;
  readonly volume: LiveVolume;
  readonly terms: readonly NodeSelectorTerm[];
}

export function claimsOf(
  { template, namespace }: LivePod,
  { live, unreadKinds }: Examination,
): PodClaims {
  const names = template.volumes.flatMap((volume) =>
    volume.kind === "claim" ? [volume.claim] : [],
  );
  const claims = live.claims.filter(
    (claim) => claim.namespace === namespace && names.includes(claim.name),
  );
  return {
    missing: unreadKinds.has("PersistentVolumeClaim")
      ? []
      : names.filter((name) => !claims.some((claim) => claim.name === name)),
    claims,
    bound: claims.flatMap((claim) => {
      const volume = live.volumes.find(({ name }) => name === claim.volumeName);
      const terms = volume?.nodeAffinity;
      return volume === undefined || terms === undefined ? [] : [{ claim, volume, terms }];
    }),
  };
}

/** Whether a node reaches a volume. */
export function reaches({ shape }: LiveNode, { terms }: BoundVolume): boolean {
  const labels = {
    "kubernetes.io/arch": shape.architecture,
    "kubernetes.io/hostname": shape.name,
    ...shape.labels,
  };
  return unmetTerms(terms, labels, { "metadata.name": shape.name }) === undefined;
}

/** Where a volume is, in words: `node control-1`, `topology.kubernetes.io/zone In a`. */
export function whereIs({ terms }: BoundVolume): string {
  return terms
    .map(({ matchExpressions = [], matchFields = [] }) =>
      [...matchExpressions, ...matchFields]
        .map(({ key, operator, values = [] }) =>
          /hostname$|^metadata\.name$/.test(key) && operator === "In"
            ? `node ${values.join(" or ")}`
            : [key, operator, ...values].join(" "),
        )
        .join(" and "),
    )
    .join("; or ");
}
