import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { resourcesOf } from "../pod/resources-of";
import { JobGuard } from "./job-guard";
import { accessLabels, type SubmittedJobs } from "./submitted-jobs";

const RBAC_GROUP = "rbac.authorization.k8s.io";

export interface ClusterAccessProps {
  /** Name of the application; account and rights are called after it. */
  readonly application: string;
  readonly namespace: string;
  /**
   * dockerconfigjson Secret that pods of the service account pull with.
   *
   * @default images are pulled without credentials
   */
  readonly pullSecretName?: string;
  /**
   * What the app submits to the cluster, where it does.
   *
   * @default it calls the API never: the account has no right, and its pods no token
   */
  readonly submits?: SubmittedJobs;
}

export interface ClusterAccessOutputs {
  /** Attribute of the created service account: using it orders the resources. */
  readonly serviceAccountName: string;
  /** Whether pods of the account get a token. */
  readonly callsApi: boolean;
}

/** The app's identity in the cluster. Where the app submits Jobs, it may do that and follow them. */
export class ClusterAccess extends Construct {
  readonly outputs: ClusterAccessOutputs;
  private readonly name: string;
  private readonly labels: Record<string, string>;

  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { namespace, pullSecretName, submits } = props;
    this.name = `${props.application}-cluster`;
    this.labels = accessLabels(props.application);
    const account = new ServiceAccountV1(this, "account", {
      metadata: { name: this.name, namespace, labels: this.labels },
      // Pods that call the API ask for the token themselves.
      automountServiceAccountToken: false,
      imagePullSecret: pullSecretName === undefined ? undefined : [{ name: pullSecretName }],
    });
    if (submits !== undefined) this.submission(account, namespace, submits);
    this.outputs = {
      serviceAccountName: account.metadata.name,
      callsApi: submits !== undefined,
    };
  }

  private submission(account: ServiceAccountV1, namespace: string, submits: SubmittedJobs): void {
    // Before the right to create Jobs there is the policy that says which.
    const guard = new JobGuard(this, "guard", {
      ...submits,
      namespace,
      serviceAccountName: this.name,
      ownLabels: this.labels,
    });
    const subject = [
      {
        kind: "ServiceAccount",
        name: account.metadata.name,
        namespace: account.metadata.namespace,
      },
    ];
    this.jobs(namespace, subject, guard, submits);
    if (submits.listsNodes) this.nodes(subject);
  }

  /** What making and following Jobs needs, and no more. */
  private jobs(
    namespace: string,
    subject: Subject[],
    guard: JobGuard,
    { configMapPrefix, readsLogs }: SubmittedJobs,
  ): void {
    const metadata = { name: this.name, namespace, labels: this.labels };
    const role = new RoleV1(this, "role", {
      metadata,
      dependsOn: resourcesOf(guard),
      rule: [
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "delete"] },
        { apiGroups: ["batch"], resources: ["jobs/status"], verbs: ["get"] },
        ...(configMapPrefix === undefined
          ? []
          : [{ apiGroups: [""], resources: ["configmaps"], verbs: ["create"] }]),
        { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
        ...(readsLogs ? [{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }] : []),
      ],
    });
    new RoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: { apiGroup: RBAC_GROUP, kind: "Role", name: role.metadata.name },
      subject,
    });
  }

  /** For an app that chooses by the nodes' labels and architectures. */
  private nodes(subject: Subject[]): void {
    // Cluster-wide, so one for each application.
    const metadata = { name: `${this.name}-nodes`, labels: this.labels };
    const role = new ClusterRoleV1(this, "nodes", {
      metadata,
      rule: [{ apiGroups: [""], resources: ["nodes"], verbs: ["list"] }],
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
