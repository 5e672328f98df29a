const API_VERSION = "admissionregistration.k8s.io/v1";

/** A CEL expression by its name. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

/** What must hold of a request; otherwise it is refused. */
export interface Validation {
  readonly expression: string;
  /** Message of a refusal. */
  readonly message: string;
  /** CEL expression of a message that says more. */
  readonly messageExpression?: string;
}

/** Requests that are looked at. */
export interface JudgedRequests {
  /** Empty: the core group. */
  readonly apiGroup: string;
  /** Requests in other versions are judged as if they were in this one. */
  readonly apiVersion: string;
  readonly resource: string;
  /** Of a DELETE expressions see `oldObject` alone. */
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  readonly scope: "Namespaced" | "*";
}

export interface AdmissionPolicyProps {
  /** Of the policy and of its binding, in the whole cluster. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly judges: JudgedRequests | readonly JudgedRequests[];
  /** Where one of them does not hold, the request passes. */
  readonly matchConditions: readonly NamedExpression[];
  /**
   * What validations know as `variables.<name>`.
   *
   * @default none
   */
  readonly variables?: readonly NamedExpression[];
  readonly validations: readonly Validation[];
  /**
   * Type of `params`.
   *
   * @default none
   */
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  /**
   * What an expression that cannot be evaluated means: refused, or let pass.
   *
   * @default Fail
   */
  readonly failurePolicy?: "Fail" | "Ignore";
}

/**
 * A ValidatingAdmissionPolicy: it refuses what RBAC cannot tell apart, and says why.
 * Without a binding it does nothing.
 *
 * Defaults are written out: what the API server adds would be a difference in every plan.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy
 */
export function admissionPolicy(props: AdmissionPolicyProps) {
  const { name, labels, judges, matchConditions, variables, validations, paramKind } = props;
  return {
    apiVersion: API_VERSION,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name, labels },
    spec: {
      failurePolicy: props.failurePolicy ?? "Fail",
      paramKind,
      matchConstraints: {
        ...ALL_OBJECTS,
        namespaceSelector: {},
        resourceRules: [judges].flat().map((each) => ({
          apiGroups: [each.apiGroup],
          apiVersions: [each.apiVersion],
          operations: each.operations,
          resources: [each.resource],
          scope: each.scope,
        })),
      },
      matchConditions,
      variables,
      validations: validations.map((validation) => ({ ...validation, reason: "Forbidden" })),
    },
  };
}

export interface AdmissionPolicyBindingProps extends Pick<AdmissionPolicyProps, "name" | "labels"> {
  /**
   * The only ones where the policy holds.
   *
   * @default all
   */
  readonly namespaces?: readonly string[];
  /**
   * Where the policy's `params` are.
   *
   * @default none
   */
  readonly paramRef?: {
    readonly name: string;
    readonly namespace: string;
    /** Deny refuses all requests that are judged, before their conditions are asked. */
    readonly parameterNotFoundAction: "Allow" | "Deny";
  };
}

/** Puts the policy of this name into force. */
export function admissionPolicyBinding(props: AdmissionPolicyBindingProps) {
  const { name, labels, namespaces, paramRef } = props;
  return {
    apiVersion: API_VERSION,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name, labels },
    spec: {
      policyName: name,
      paramRef,
      matchResources: {
        ...ALL_OBJECTS,
        namespaceSelector: namespaces === undefined ? {} : namespacesCalled(namespaces),
      },
      validationActions: ["Deny"],
    },
  };
}

/** Namespaces carry their own name in this label since Kubernetes 1.22. */
const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

function namespacesCalled(names: readonly string[]) {
  return names.length === 1
    ? { matchLabels: { [NAMESPACE_LABEL]: names[0] } }
    : { matchExpressions: [{ key: NAMESPACE_LABEL, operator: "In", values: [...names] }] };
}

const ALL_OBJECTS = { matchPolicy: "Equivalent", objectSelector: {} } as const;

/** A service account as policies see the requester: `request.userInfo.username`. */
export function userOf(namespace: string, serviceAccountName: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccountName}`;
}
