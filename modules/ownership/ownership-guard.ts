import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import {
  admissionPolicy,
  admissionPolicyBinding,
  type AdmissionPolicyProps,
} from "../admission-policy/admission-policy";
import { standardLabels } from "../labels";
import { BY_HAND, TERRAFORM_MANAGERS } from "./field-managers";
import { GUARDED, type GuardedKind, type GuardedResource } from "./guarded-resources";

export interface OwnershipGuardProps {
  /** Name of the application that they belong to. */
  readonly application: string;
  /** Namespace of the owned objects. */
  readonly namespace: string;
  /** Environment whose data says what they are; the message sends there. */
  readonly environment: string;
  /** Names of the owned objects by kind; kinds without any are not judged. */
  readonly owned: Readonly<Partial<Record<GuardedKind, readonly string[]>>>;
  /**
   * Identity of KEDA's operator, which writes its own objects back in its own words.
   *
   * @default there is none
   */
  readonly kedaOperator?: string;
}

/**
 * Refuses what changes the scaling or the grace of objects that Terraform owns, unless
 * Terraform does it. The app's own manifests have objects of the same names, and
 * `kubectl apply` of them would be a second owner: each would undo the other.
 *
 * A guard against a mistake, not against intent: an account that may write the
 * objects may also call himself Terraform. Replicas through `/scale` (HPA, KEDA,
 * `kubectl scale`), restarts, images, labels and deletion are not judged.
 */
export class OwnershipGuard extends Construct {
  constructor(scope: Construct, id: string, props: OwnershipGuardProps) {
    super(scope, id);
    for (const guarded of GUARDED) {
      const names = props.owned[guarded.kind] ?? [];
      if (names.length > 0) this.guard(guarded, names, props);
    }
  }

  private guard(
    guarded: GuardedResource,
    names: readonly string[],
    props: OwnershipGuardProps,
  ): void {
    const { application, namespace } = props;
    const { resource } = guarded.judges;
    // One policy for each namespace: the policy itself is the cluster's.
    const identity = {
      name: `owned-${resource}.${namespace}.fluxibri.ai`,
      labels: standardLabels("ownership-guard", "ownership", application),
    };
    const policy = new Manifest(this, resource, {
      manifest: admissionPolicy({ ...identity, ...policyOf(guarded, names, props) }),
    });
    new Manifest(this, `${resource}-binding`, {
      manifest: admissionPolicyBinding({ ...identity, namespaces: [namespace] }),
      dependsOn: [policy],
    });
  }
}

function policyOf(
  { kind, judges, unchanged, what }: GuardedResource,
  names: readonly string[],
  { environment, kedaOperator }: OwnershipGuardProps,
): Omit<AdmissionPolicyProps, "name" | "labels"> {
  const managers = listOf([...TERRAFORM_MANAGERS, BY_HAND]);
  return {
    // It guards against mistakes: one of its own must not keep Terraform out.
    failurePolicy: "Ignore",
    judges: { ...judges, operations: ["CREATE", "UPDATE"], scope: "Namespaced" },
    matchConditions: [
      { name: "owned", expression: `object.metadata.name in ${listOf(names)}` },
      { name: "changes", expression: `oldObject == null || !(${unchanged})` },
      ...(kedaOperator === undefined
        ? []
        : [{ name: "not-keda", expression: `request.userInfo.username != "${kedaOperator}"` }]),
    ],
    variables: [
      // kubectl, Helm and every server-side apply give themselves a name.
      { name: "named", expression: 'request.options.?fieldManager.orValue("")' },
      // The API server has already noted the writer down, last of all: who gives no name, by his user
      // agent. What came through /scale has no time (seen on 1.35).
      {
        name: "timed",
        expression: "object.metadata.?managedFields.orValue([]).filter(entry, has(entry.time))",
      },
      {
        name: "writers",
        expression:
          "variables.timed.filter(entry, variables.timed.all(other, other.time <= entry.time)).map(entry, entry.manager)",
      },
    ],
    validations: [
      {
        expression: `variables.named == "" ? variables.writers.exists(writer, writer in ${managers}) : variables.named in ${managers}`,
        message: "Terraform owns this object",
        messageExpression: `"${kind} " + request.namespace + "/" + object.metadata.name + " belongs to fluxibri-core, and " + (variables.named == "" ? "this writer" : variables.named) + " would change its ${what}: change it in environments/${environment}.ts and run npm run deploy -- ${environment}. In an emergency: kubectl with --field-manager=${BY_HAND}, until the next deploy"`,
      },
    ],
  };
}

function listOf(names: readonly string[]): string {
  return `[${names.map((name) => `"${name}"`).join(", ")}]`;
}
