import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import { standardLabels } from "../labels";

const ADMISSION = "admissionregistration.k8s.io/v1";
const LABELS = standardLabels("deletion-cost", "deletion-cost");

/** Says which pod of a ReplicaSet goes first: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost */
export const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

export interface DeletionCostGuardProps {
  readonly namespace: string;
  /** Who is watched. */
  readonly serviceAccountName: string;
  /** `app.kubernetes.io/component` of the pods that it may change. */
  readonly components: readonly string[];
}

/**
 * Lets a service account change nothing of a pod but its deletion cost, and
 * only of queue workers. A role can't say that: whoever may patch pods may change
 * their images.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy
 */
export class DeletionCostGuard extends Construct {
  constructor(scope: Construct, id: string, props: DeletionCostGuardProps) {
    super(scope, id);
    const policy = new Manifest(this, "policy", { manifest: policyOf(props) });
    new Manifest(this, "binding", { manifest: bindingOf(props), dependsOn: [policy] });
  }
}

/** One policy for each namespace: the policy itself is the cluster's. */
function nameOf({ namespace }: DeletionCostGuardProps): string {
  return `deletion-cost.${namespace}.fluxibri.ai`;
}

/** Defaults are written out: what the API server adds would be a difference in every plan. */
function policyOf(props: DeletionCostGuardProps) {
  const { namespace, serviceAccountName, components } = props;
  const user = `system:serviceaccount:${namespace}:${serviceAccountName}`;
  return {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: nameOf(props), labels: LABELS },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            // A patch is an update. What else there is the role does not grant.
            operations: ["UPDATE"],
            resources: ["pods"],
            scope: "Namespaced",
          },
        ],
      },
      matchConditions: [
        { name: "deletion-cost-keeper", expression: `request.userInfo.username == "${user}"` },
      ],
      variables: [
        { name: "old", expression: "oldObject.metadata.?annotations.orValue({})" },
        { name: "new", expression: "object.metadata.?annotations.orValue({})" },
      ],
      validations: [
        {
          expression: `oldObject.metadata.?labels["app.kubernetes.io/component"].orValue("") in [${components.map((component) => `"${component}"`).join(", ")}]`,
          message: "this account may change pods of queue workers only",
          reason: "Forbidden",
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
          reason: "Forbidden",
        },
      ],
    },
  };
}

/** Every annotation of the one but the cost is in the other, with the same value. */
function onlyCostDiffers(one: string, other: string): string {
  const [here, there] = [`variables.${one}`, `variables.${other}`];
  return `${here}.all(key, key == "${DELETION_COST}" || (key in ${there} && ${here}[key] == ${there}[key]))`;
}

function bindingOf(props: DeletionCostGuardProps) {
  return {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: nameOf(props), labels: LABELS },
    spec: {
      policyName: nameOf(props),
      matchResources: {
        matchPolicy: "Equivalent",
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": props.namespace } },
        objectSelector: {},
      },
      validationActions: ["Deny"],
    },
  };
}
