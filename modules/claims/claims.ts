import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { successorName } from "../../environments/claim-names";
import type { ClaimSpec, Switches } from "../../environments/schema";
import { applicationLabels } from "../labels";
import { claimVolume, emptyDirVolume, type PodVolume } from "../pod/volumes";

export interface ClaimsProps {
  /** Name of the application. */
  readonly application: string;
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
  /** Claims that move to their successors, as in `switches.claimMoves`. */
  readonly moves: Switches["claimMoves"];
  /** Terraform refuses to destroy the claims. */
  readonly protect: boolean;
}

export interface ClaimsOutputs {
  /** One per claim, whether made or replaced. */
  readonly volumes: readonly PodVolume[];
  /** Names of the claims that were made, by their names in the data. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the app's pods share. */
export class Claims extends Construct {
  readonly outputs: ClaimsOutputs;

  constructor(scope: Construct, id: string, props: ClaimsProps) {
    super(scope, id);
    const made = props.claims
      .filter((claim) => claim.name !== props.emptyDirClaim)
      .map((claim) => ({ claim, name: this.mounted(claim, props) }));
    const replaced = props.claims.filter((claim) => claim.name === props.emptyDirClaim);
    this.outputs = {
      volumes: [
        ...made.map(({ claim, name }) => claimVolume(claim.name, name, claim.mountPath)),
        ...replaced.map((claim) => emptyDirVolume(claim.name, claim.size, claim.mountPath)),
      ],
      names: Object.fromEntries(made.map(({ claim, name }) => [claim.name, name])),
    };
    this.letGo(made.flatMap(({ claim }) => (claim.name in props.moves ? [claim.name] : [])));
  }

  /** Makes what the data asks for, and gives the name of what pods mount. */
  private mounted(claim: ClaimSpec, props: ClaimsProps): string {
    const move = props.moves[claim.name];
    switch (move) {
      case undefined:
        return this.make(claim.name, claim, props);
      case "copying":
        this.make(successorName(claim.name), claim, props);
        return claim.name;
      case "moved":
        return this.make(successorName(claim.name), claim, props);
      default:
        return move satisfies never;
    }
  }

  /**
   * Terraform forgets claims that move and leaves them in the cluster, also where
   * it would refuse to destroy them: their data is the way back. One that it never
   * knew, because it was made by hand, is none of its business either way.
   * https://developer.hashicorp.com/terraform/language/block/removed
   */
  private letGo(names: readonly string[]): void {
    if (names.length === 0) return;
    const stack = TerraformStack.of(this);
    stack.addOverride(
      "removed",
      names.map((name) => ({
        // A construct in the old claim's place has its address.
        from: `${PersistentVolumeClaimV1.tfResourceType}.${stack.getLogicalId(new Construct(this, name).node)}`,
        lifecycle: { destroy: false },
      })),
    );
  }

  private make(name: string, claim: ClaimSpec, props: ClaimsProps): string {
    const made = new PersistentVolumeClaimV1(this, name, {
      metadata: {
        name,
        namespace: props.namespace,
        labels: applicationLabels(props.application, "data"),
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
