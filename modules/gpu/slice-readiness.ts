import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { DaemonSetV1 } from "@cdktf/provider-kubernetes/lib/daemon-set-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { LABELS } from "../../environments/labels";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { selectorLabels, standardLabels } from "../labels";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { readinessSteps } from "./slice-readiness-steps";
import { taintPolicy, taintPolicyBinding } from "./taint-policy";

const NAME = "slice-readiness";

/** Any user but root. */
const USER = { uid: 65534, gid: 65534 } as const;

export interface SliceReadinessProps {
  readonly namespace: string;
  /** Pools whose nodes start with a taint, until their MIG slices are advertised. */
  readonly pools: readonly NodeContract[];
}

/**
 * Takes the startup taint off a node once its device plugin advertises every
 * slice that was promised; why there is one: docs/adr/0009. While it is there no
 * pod lands, and the autoscaler takes the node for one that is starting.
 *
 * Failure mode: a node whose slices never come keeps the taint, counts as unready
 * after 15 minutes, and is removed by the autoscaler.
 */
export class SliceReadiness extends Construct {
  constructor(scope: Construct, id: string, { namespace, pools }: SliceReadinessProps) {
    super(scope, id);
    const serviceAccountName = this.account(namespace);
    for (const pool of pools) this.agent(pool, namespace, serviceAccountName);
  }

  private agent(pool: NodeContract, namespace: string, serviceAccountName: string): void {
    const name = `${NAME}-${pool.name}`;
    const labels = standardLabels(NAME, pool.name);
    const securityContext = containerSecurityContext(true);
    const { before, last } = readinessSteps(pool);
    new DaemonSetV1(this, name, {
      metadata: { name, namespace, labels },
      spec: {
        selector: { matchLabels: selectorLabels(NAME, pool.name) },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName,
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            priorityClassName: "system-node-critical",
            securityContext: podSecurityContext(USER),
            nodeSelector: { [LABELS.pool]: pool.name },
            toleration: [{ operator: "Exists" }],
            initContainer: before.map((step) => ({ ...step, securityContext })),
            container: [{ ...last, securityContext }],
          },
        },
      },
      // The pool may be at zero.
      waitForRollout: false,
    });
  }

  /** May patch nodes; the admission policy leaves of that the one taint of the pod's own node. */
  private account(namespace: string): string {
    const metadata = { name: NAME, labels: standardLabels(NAME, "account") };
    const policy = new Manifest(this, "policy", { manifest: taintPolicy(NAME, namespace) });
    const binding = new Manifest(this, "policy-binding", {
      manifest: taintPolicyBinding(),
      dependsOn: [policy],
    });
    const account = new ServiceAccountV1(this, "account", {
      metadata: { ...metadata, namespace },
      automountServiceAccountToken: false,
    });
    const role = new ClusterRoleV1(this, "role", {
      metadata,
      rule: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch", "patch"] }],
    });
    new ClusterRoleBindingV1(this, "role-binding", {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: role.metadata.name,
      },
      subject: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
      // No permission without its limit.
      dependsOn: [binding],
    });
    return account.metadata.name;
  }
}
