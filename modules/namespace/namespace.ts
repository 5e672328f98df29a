import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { standardLabels } from "../labels";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

export interface NamespaceProps {
  readonly name: string;
  /** What its pods belong to, e.g. `workload` or `platform`. */
  readonly component: string;
  /**
   * Application that it belongs to.
   *
   * @default the platform's
   */
  readonly application?: string;
  /** Minor version of the cluster, e.g. `1.35`; the standards are taken as of it. */
  readonly kubernetesVersion: string;
  /** Pods that break this level are rejected. */
  readonly enforce: PodSecurityLevel;
  /**
   * Pods that break this level are let in with a warning and an audit entry.
   *
   * @default the enforced level
   */
  readonly warn?: PodSecurityLevel;
}

/** A namespace with pod security admission. */
export class Namespace extends Construct {
  readonly resource: NamespaceV1;
  /** Attribute of the created namespace: who uses it comes after it. */
  readonly name: string;
  /** The name as the data has it. */
  readonly plainName: string;

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    this.resource = new NamespaceV1(this, "namespace", {
      metadata: {
        name: props.name,
        labels: {
          ...standardLabels(props.name, props.component, props.application),
          ...podSecurityLabels(props),
        },
      },
      // Pods get their own grace period to end, and volumes theirs to detach.
      timeouts: { delete: "15m" },
    });
    this.name = this.resource.metadata.name;
    this.plainName = props.name;
  }
}

function podSecurityLabels({
  enforce,
  warn = enforce,
  kubernetesVersion,
}: NamespaceProps): Record<string, string> {
  const levels = { enforce, warn, audit: warn };
  return Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );
}
