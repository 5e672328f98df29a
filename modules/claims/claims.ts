import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { Construct } from "constructs";
import type { ClaimSpec } from "../../environments/schema";
import { standardLabels } from "../labels";
import { claimVolume, emptyDirVolume, type PodVolume } from "../pod/volumes";

export interface ClaimsProps {
  readonly namespace: string;
  readonly claims: readonly ClaimSpec[];
  /** StorageClass, as the storage stack made it. */
  readonly className: string;
  /** The fallback `nodeLocalVolumes`: one node's disk cannot be ReadWriteMany. */
  readonly nodeLocal: boolean;
  /**
   * Claim that the fallback `emptyDirCache` replaces by an emptyDir of each pod.
   *
   * @default every claim is made
   */
  readonly emptyDirClaim?: string;
  /** Terraform refuses to destroy the claims. */
  readonly protect: boolean;
}

export interface ClaimsOutputs {
  /** One per claim, whether made or replaced. */
  readonly volumes: readonly PodVolume[];
  /** Names of the claims that were made, by mount path. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the app's pods share: footage, music, assets, results, cache. */
export class Claims extends Construct {
  readonly outputs: ClaimsOutputs;

  constructor(scope: Construct, id: string, props: ClaimsProps) {
    super(scope, id);
    const made = props.claims
      .filter((claim) => claim.name !== props.emptyDirClaim)
      .map((claim) => ({ claim, name: this.make(claim, props) }));
    const replaced = props.claims.filter((claim) => claim.name === props.emptyDirClaim);
    this.outputs = {
      volumes: [
        ...made.map(({ claim, name }) => claimVolume(claim.name, name, claim.mountPath)),
        ...replaced.map((claim) => emptyDirVolume(claim.name, claim.size, claim.mountPath)),
      ],
      names: Object.fromEntries(made.map(({ claim, name }) => [claim.mountPath, name])),
    };
  }

  private make(claim: ClaimSpec, props: ClaimsProps): string {
    const made = new PersistentVolumeClaimV1(this, claim.name, {
      metadata: {
        name: claim.name,
        namespace: props.namespace,
        labels: standardLabels("montage-ai", "data"),
      },
      spec: {
        accessModes: [props.nodeLocal ? "ReadWriteOnce" : claim.accessMode],
        storageClassName: props.className,
        resources: { requests: { storage: claim.size } },
      },
      // A class with WaitForFirstConsumer binds when the first pod comes, and that comes after the claim.
      waitUntilBound: false,
      lifecycle: props.protect ? { preventDestroy: true } : undefined,
    });
    return made.metadata.name;
  }
}
