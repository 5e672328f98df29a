import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import {
  admissionPolicy,
  admissionPolicyBinding,
  type AdmissionPolicyProps,
  userOf,
} from "../admission-policy/admission-policy";

/** Says which pod of a ReplicaSet goes first: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost */
export const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

export interface DeletionCostGuardProps {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The account that is watched. */
  readonly serviceAccountName: string;
  /** `app.kubernetes.io/component` of the pods that it may change. */
  readonly components: readonly string[];
}

/**
 * Lets a service account change nothing of a pod but its deletion cost, and
 * only of queue workers. A role can't say that: an account that may patch pods may change
 * their images.
 */
export class DeletionCostGuard extends Construct {
  constructor(scope: Construct, id: string, props: DeletionCostGuardProps) {
    super(scope, id);
    const { namespace, labels } = props;
    // One policy for each namespace: the policy itself is the cluster's.
    const identity = { name: `deletion-cost.${namespace}.fluxibri.ai`, labels };
    const policy = new Manifest(this, "policy", {
      manifest: admissionPolicy({ ...identity, ...policyOf(props) }),
    });
    new Manifest(this, "binding", {
      manifest: admissionPolicyBinding({ ...identity, namespaces: [namespace] }),
      dependsOn: [policy],
    });
  }
}

function policyOf(props: DeletionCostGuardProps): Omit<AdmissionPolicyProps, "name" | "labels"> {
  const { namespace, serviceAccountName, components } = props;
  return {
    judges: {
      apiGroup: "",
      apiVersion: "v1",
      resource: "pods",
      // A patch is an update. What else there is the role does not grant.
      operations: ["UPDATE"],
      scope: "Namespaced",
    },
    matchConditions: [
      {
        name: "deletion-cost-keeper",
        expression: `request.userInfo.username == "${userOf(namespace, serviceAccountName)}"`,
      },
    ],
    variables: [
      { name: "old", expression: "oldObject.metadata.?annotations.orValue({})" },
      { name: "new", expression: "object.metadata.?annotations.orValue({})" },
    ],
    validations: [
      {
        expression: `oldObject.metadata.?labels["app.kubernetes.io/component"].orValue("") in [${components.map((component) => `"${component}"`).join(", ")}]`,
        message: "this account may change pods of queue workers only",
      },
      {
        expression: [
          "object.spec == oldObject.spec",
          "object.metadata.?labels == oldObject.metadata.?labels",
          "object.metadata.?finalizers == oldObject.metadata.?finalizers",
          "object.metadata.?ownerReferences == oldObject.metadata.?ownerReferences",
          onlyCostDiffers("new", "old"),
          onlyCostDiffers("old", "new"),
        ].join(" && "),
        message: `this account may change nothing of a pod but ${DELETION_COST}`,
      },
    ],
  };
}

/** Every annotation of the one but the cost is in the other, with the same value. */
function onlyCostDiffers(one: string, other: string): string {
  const [here, there] = [`variables.${one}`, `variables.${other}`];
  return `${here}.all(key, key == "${DELETION_COST}" || (key in ${there} && ${here}[key] == ${there}[key]))`;
}
