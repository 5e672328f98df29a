import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import {
  admissionPolicy,
  admissionPolicyBinding,
  type JudgedRequests,
  userOf,
} from "../admission-policy/admission-policy";
import { standardLabels } from "../labels";

/** Types of Secrets that are identities of their own: an account that can make one and read it becomes another account. */
const IDENTITIES = ["kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token"];

export interface OperatorGuardProps {
  /** Of the policy, in the whole cluster; best the operator's own. */
  readonly name: string;
  /** The accounts that are watched. */
  readonly account: { readonly namespace: string; readonly name: string };
  /** What it may write in `namespaces` alone. */
  readonly writes: readonly Pick<JudgedRequests, "apiGroup" | "apiVersion" | "resource">[];
  /** The only namespaces where it may write. */
  readonly namespaces: readonly string[];
}

export interface NamesGuardProps extends Pick<OperatorGuardProps, "name" | "account"> {
  /** Things of the cluster that it may write by its chart's role, whatever they are called. */
  readonly writes: Pick<JudgedRequests, "apiGroup" | "apiVersion" | "resource">;
  /** The only ones that it may. */
  readonly names: readonly string[];
}

/** Keeps an operator that may write all things of a kind to those that are its own. */
export class NamesGuard extends Construct {
  constructor(scope: Construct, id: string, { name, account, writes, names }: NamesGuardProps) {
    super(scope, id);
    const identity = { name: `${name}.fluxibri.ai`, labels: standardLabels(name, "policy") };
    const policy = new Manifest(this, "policy", {
      manifest: admissionPolicy({
        ...identity,
        judges: { ...writes, operations: ["CREATE", "UPDATE", "DELETE"], scope: "*" },
        matchConditions: [isAccount(account)],
        validations: [
          {
            expression: `(object == null ? oldObject : object).metadata.name in ${JSON.stringify(names)}`,
            message: `of these this account writes ${names.join(", ")} only`,
          },
        ],
      }),
    });
    new Manifest(this, "binding", {
      manifest: admissionPolicyBinding(identity),
      dependsOn: [policy],
    });
  }
}

function isAccount({ namespace, name }: OperatorGuardProps["account"]) {
  return {
    name: "operator",
    expression: `request.userInfo.username == "${userOf(namespace, name)}"`,
  };
}

/**
 * Keeps an operator that writes in all namespaces by its chart's ClusterRole to those where
 * it has something to do, and from making tokens. What it reads no admission policy sees.
 */
export class OperatorGuard extends Construct {
  constructor(scope: Construct, id: string, props: OperatorGuardProps) {
    super(scope, id);
    const { account, namespaces } = props;
    const identity = {
      name: `${props.name}.fluxibri.ai`,
      labels: standardLabels(props.name, "policy"),
    };
    const list = namespaces.map((namespace) => `"${namespace}"`).join(", ");
    const policy = new Manifest(this, "policy", {
      manifest: admissionPolicy({
        ...identity,
        judges: props.writes.map((each) => ({
          ...each,
          operations: ["CREATE", "UPDATE", "DELETE"],
          scope: "Namespaced",
        })),
        matchConditions: [isAccount(account)],
        validations: [
          {
            expression: `request.namespace in [${list}]`,
            message: `this account writes in the namespaces ${namespaces.join(", ")} only`,
          },
          {
            expression: `request.resource.resource != "secrets" || request.operation == "DELETE" || !(object.?type.orValue("") in ${JSON.stringify(IDENTITIES)})`,
            message: "this account makes no Secret that is a token of another account",
          },
        ],
      }),
    });
    new Manifest(this, "binding", {
      manifest: admissionPolicyBinding(identity),
      dependsOn: [policy],
    });
  }
}
