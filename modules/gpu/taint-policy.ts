import { STARTUP_TAINT_KEY } from "../../environments/labels";
import {
  admissionPolicy,
  admissionPolicyBinding,
  userOf,
} from "../admission-policy/admission-policy";
import { standardLabels } from "../labels";

const IDENTITY = {
  name: "slice-readiness.fluxibri.ai",
  labels: standardLabels("slice-readiness", "policy"),
} as const;

/** Taints other than the startup taint, and the rest that a patch of a node could change. */
const OTHER_TAINTS = (node: string) =>
  `(has(${node}.spec.taints) ? ${node}.spec.taints : []).filter(taint, taint.key != "${STARTUP_TAINT_KEY}")`;
const UNSCHEDULABLE = (node: string) =>
  `has(${node}.spec.unschedulable) && ${node}.spec.unschedulable`;

/**
 * Limits the service account, which RBAC can only let patch nodes as a whole, to
 * the startup taint of the node that its pod runs on: a stolen token is of no use
 * elsewhere. The API server takes the node's name from the token.
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#verifying-tokens
 */
export function taintPolicy(serviceAccountName: string, namespace: string) {
  return admissionPolicy({
    ...IDENTITY,
    judges: {
      apiGroup: "",
      apiVersion: "v1",
      resource: "nodes",
      operations: ["UPDATE"],
      scope: "*",
    },
    matchConditions: [
      {
        name: "slice-readiness",
        expression: `request.userInfo.username == "${userOf(namespace, serviceAccountName)}"`,
      },
    ],
    validations: [
      {
        expression:
          'request.userInfo.extra[?"authentication.kubernetes.io/node-name"].orValue([]) == [object.metadata.name]',
        message: "may change the node only that its pod runs on",
      },
      {
        expression: [
          `${OTHER_TAINTS("object")} == ${OTHER_TAINTS("oldObject")}`,
          `(${UNSCHEDULABLE("object")}) == (${UNSCHEDULABLE("oldObject")})`,
          "(has(object.metadata.labels) ? object.metadata.labels : {}) == (has(oldObject.metadata.labels) ? oldObject.metadata.labels : {})",
        ].join(" && "),
        message: `may change nothing but the taint ${STARTUP_TAINT_KEY}`,
      },
    ],
  });
}

export function taintPolicyBinding() {
  return admissionPolicyBinding(IDENTITY);
}
