import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";

const NAME = "montage-ai-cluster";
/** Cluster-wide, so one per cluster. */
const NODES_NAME = "montage-ai-cluster-nodes";
const LABELS = standardLabels("montage-ai", "cluster-access");
const RBAC_GROUP = "rbac.authorization.k8s.io";

const READ = ["get", "list", "watch"];
const SUBMIT = ["create", ...READ, "delete"];

export interface ClusterAccessProps {
  readonly namespace: string;
  /**
   * dockerconfigjson Secret that pods of the service account pull with.
   *
   * @default images are pulled without credentials
   */
  readonly pullSecretName?: string;
}

export interface ClusterAccessOutputs {
  /** Attribute of the created service account: using it orders the resources. */
  readonly serviceAccountName: string;
}

/** The app's identity in the cluster: it submits Jobs, follows them and looks at the nodes. */
export class ClusterAccess extends Construct {
  readonly outputs: ClusterAccessOutputs;

  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const account = new ServiceAccountV1(this, "account", {
      metadata: { name: NAME, namespace: props.namespace, labels: LABELS },
      // The app calls the API. Pods that do not get another account, or switch the token off themselves.
      automountServiceAccountToken: true,
      imagePullSecret:
        props.pullSecretName === undefined ? undefined : [{ name: props.pullSecretName }],
    });
    const subject = [
      {
        kind: "ServiceAccount",
        name: account.metadata.name,
        namespace: account.metadata.namespace,
      },
    ];
    this.jobs(props.namespace, subject);
    this.nodes(subject);
    this.outputs = { serviceAccountName: account.metadata.name };
  }

  private jobs(namespace: string, subject: Subject[]): void {
    const metadata = { name: NAME, namespace, labels: LABELS };
    const role = new RoleV1(this, "role", {
      metadata,
      rule: [
        { apiGroups: ["batch"], resources: ["jobs"], verbs: SUBMIT },
        { apiGroups: ["batch"], resources: ["jobs/status"], verbs: READ },
        { apiGroups: [""], resources: ["configmaps"], verbs: SUBMIT },
        { apiGroups: [""], resources: ["pods"], verbs: READ },
        // A failed Job's log is shown to the user.
        { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
      ],
    });
    new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: "Role", name: role.metadata.name },
      subject,
    });
  }

  /** The app chooses encoders by the nodes' labels and architectures. */
  private nodes(subject: Subject[]): void {
    const metadata = { name: NODES_NAME, labels: LABELS };
    const role = new ClusterRoleV1(this, "nodes", {
      metadata,
      rule: [{ apiGroups: [""], resources: ["nodes"], verbs: READ }],
    });
    new ClusterRoleBindingV1(this, "nodes-binding", {
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: role.metadata.name },
      subject,
    });
  }
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}
