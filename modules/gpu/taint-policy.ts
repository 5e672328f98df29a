import { STARTUP_TAINT_KEY } from "../../environments/labels";
import { standardLabels } from "../labels";

/** Name of the policy and of its binding, in the whole cluster. */
const NAME = "slice-readiness.fluxibri.ai";
const ADMISSION = "admissionregistration.k8s.io/v1";
const LABELS = standardLabels("slice-readiness", "policy");

/** Taints other than the startup taint, and the rest that a patch of a node could change. */
const OTHER_TAINTS = (node: string) =>
  `(has(${node}.spec.taints) ? ${node}.spec.taints : []).filter(taint, taint.key != "${STARTUP_TAINT_KEY}")`;
const UNSCHEDULABLE = (node: string) =>
  `has(${node}.spec.unschedulable) && ${node}.spec.unschedulable`;

/**
 * Limits the service account, which RBAC can only let patch nodes as a whole, to
 * the startup taint of the node that its pod runs on: a stolen token is of no use
 * elsewhere. The API server takes the node's name from the token.
 * Defaults are written out: what the API server adds would be a difference in every plan.
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#verifying-tokens
 */
export function taintPolicy(serviceAccountName: string, namespace: string) {
  return {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: NAME, labels: LABELS },
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
            operations: ["UPDATE"],
            resources: ["nodes"],
            scope: "*",
          },
        ],
      },
      matchConditions: [
        {
          name: "slice-readiness",
          expression: `request.userInfo.username == "system:serviceaccount:${namespace}:${serviceAccountName}"`,
        },
      ],
      validations: [
        {
          expression:
            'request.userInfo.extra[?"authentication.kubernetes.io/node-name"].orValue([]) == [object.metadata.name]',
          message: "may change the node only that its pod runs on",
          reason: "Forbidden",
        },
        {
          expression: [
            `${OTHER_TAINTS("object")} == ${OTHER_TAINTS("oldObject")}`,
            `(${UNSCHEDULABLE("object")}) == (${UNSCHEDULABLE("oldObject")})`,
            "(has(object.metadata.labels) ? object.metadata.labels : {}) == (has(oldObject.metadata.labels) ? oldObject.metadata.labels : {})",
          ].join(" && "),
          message: `may change nothing but the taint ${STARTUP_TAINT_KEY}`,
          reason: "Forbidden",
        },
      ],
    },
  };
}

export function taintPolicyBinding() {
  return {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: NAME, labels: LABELS },
    spec: {
      policyName: NAME,
      matchResources: {
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
      },
      validationActions: ["Deny"],
    },
  };
}
