import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";
import { GARBAGE_COLLECTION, PUSH } from "./facts";

const RBAC_GROUP = "rbac.authorization.k8s.io";

/** What pulls from the registry may be in any namespace: all that image_references.py lists. */
const LISTED = [
  { apiGroups: [""], resources: ["pods", "replicationcontrollers"] },
  {
    apiGroups: ["apps"],
    resources: ["replicasets", "deployments", "statefulsets", "daemonsets", "controllerrevisions"],
  },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"] },
  { apiGroups: ["keda.sh"], resources: ["scaledjobs"] },
];

export interface GarbageCollectionAccountProps {
  readonly namespace: string;
}

/** May scale the push server and see its pods, and list what names images in the whole cluster; nothing else. */
export class GarbageCollectionAccount extends Construct {
  /** Attribute of the created service account: using it orders the resources. */
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, { namespace }: GarbageCollectionAccountProps) {
    super(scope, id);
    const labels = standardLabels("registry", GARBAGE_COLLECTION);
    const metadata = { name: GARBAGE_COLLECTION, namespace, labels };
    const account = new ServiceAccountV1(this, "account", {
      metadata,
      automountServiceAccountToken: false,
    });
    const subject = [
      {
        kind: "ServiceAccount",
        name: account.metadata.name,
        namespace: account.metadata.namespace,
      },
    ];
    const role = new RoleV1(this, "role", {
      metadata,
      rule: [
        { apiGroups: ["apps"], resources: ["deployments"], resourceNames: [PUSH], verbs: ["get"] },
        {
          apiGroups: ["apps"],
          resources: ["deployments/scale"],
          resourceNames: [PUSH],
          verbs: ["get", "patch", "update"],
        },
        // Pods have generated names: no resourceNames here.
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      ],
    });
    new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: "Role", name: role.metadata.name },
      subject,
    });
    const clusterRole = new ClusterRoleV1(this, "cluster-role", {
      metadata: { name: GARBAGE_COLLECTION, labels },
      rule: LISTED.map((rule) => ({ ...rule, verbs: ["list"] })),
    });
    new ClusterRoleBindingV1(this, "cluster-role-binding", {
      metadata: { name: GARBAGE_COLLECTION, labels },
      roleRef: { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: clusterRole.metadata.name },
      subject,
    });
    this.serviceAccountName = account.metadata.name;
  }
}
