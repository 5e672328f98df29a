import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";

export interface TokenRightProps {
  /** Namespace of both accounts. */
  readonly namespace: string;
  /** The account that may ask for tokens. */
  readonly of: string;
  /** The only account that the tokens are of. */
  readonly as: string;
}

/** Lets an account act as one other, and as no further one. */
export class TokenRight extends Construct {
  constructor(scope: Construct, id: string, { namespace, of, as }: TokenRightProps) {
    super(scope, id);
    const metadata = { name: `${of}-as-${as}`, namespace, labels: standardLabels(of, "access") };
    const role = new RoleV1(this, "role", {
      metadata,
      rule: [
        {
          apiGroups: [""],
          resources: ["serviceaccounts/token"],
          resourceNames: [as],
          verbs: ["create"],
        },
      ],
    });
    new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Role",
        name: role.metadata.name,
      },
      subject: [{ kind: "ServiceAccount", name: of, namespace }],
    });
  }
}
