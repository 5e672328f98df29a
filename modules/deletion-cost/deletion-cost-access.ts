import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";
import { resourcesOf } from "../pod/resources-of";
import { DeletionCostGuard } from "./deletion-cost-guard";

const RBAC_GROUP = "rbac.authorization.k8s.io";

export interface DeletionCostAccessProps {
  /** Name of the application. */
  readonly application: string;
  readonly namespace: string;
  /** Of the service account, its role and the binding. */
  readonly name: string;
  /** `app.kubernetes.io/component` of the pods that may be changed. */
  readonly components: readonly string[];
}

/** An identity that may list the namespace's pods and set the deletion cost of queue workers. */
export class DeletionCostAccess extends Construct {
  /** Attribute of the created service account: using it orders the resources. */
  readonly serviceAccountName: string;
  /** Gives the account its rights: what runs under it comes afterwards. */
  readonly binding: RoleBindingV1;

  constructor(scope: Construct, id: string, props: DeletionCostAccessProps) {
    super(scope, id);
    const { namespace, name, components } = props;
    const labels = standardLabels("deletion-cost", "deletion-cost", props.application);
    const metadata = { name, namespace, labels };
    // Before the right to patch pods there is the policy that says of what.
    const guard = new DeletionCostGuard(this, "guard", {
      namespace,
      labels,
      serviceAccountName: name,
      components,
    });
    const account = new ServiceAccountV1(this, "account", {
      metadata,
      automountServiceAccountToken: false,
    });
    const role = new RoleV1(this, "role", {
      metadata,
      dependsOn: resourcesOf(guard),
      rule: [{ apiGroups: [""], resources: ["pods"], verbs: ["list", "patch"] }],
    });
    this.binding = new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: "Role", name: role.metadata.name },
      subject: [
        {
          kind: "ServiceAccount",
          name: account.metadata.name,
          namespace: account.metadata.namespace,
        },
      ],
    });
    this.serviceAccountName = account.metadata.name;
  }
}
