import { Construct } from "constructs";
import { idOf } from "../../environments/applications";
import type { EnvironmentSpec } from "../../environments/schema";
import { Namespace, type PodSecurityLevel } from "./namespace";

export interface PlatformNamespacesProps {
  readonly spec: EnvironmentSpec;
}

/**
 * The namespaces of what an environment describes, each as strict as its pods
 * allow. A switch does not remove one: switching an add-on off takes its
 * release, and deleting a namespace hangs while any aggregated API is away.
 */
export class PlatformNamespaces extends Construct {
  /** Namespace of each application, by its name. */
  readonly applications: ReadonlyMap<string, Namespace>;
  readonly keda: Namespace;
  readonly monitoring: Namespace;
  readonly externalSecrets?: Namespace;
  readonly registry?: Namespace;

  constructor(scope: Construct, id: string, { spec }: PlatformNamespacesProps) {
    super(scope, id);
    const { namespaces } = spec.platform;
    const make = (name: string, component: string, enforce: PodSecurityLevel) =>
      new Namespace(this, component, {
        name,
        component,
        enforce,
        kubernetesVersion: spec.cluster.kubernetesVersion,
      });

    // Applications submit Jobs of their own, whose pods they do not harden: they warn, they are not refused.
    this.applications = new Map(
      spec.applications.map((application) => [
        application.name,
        new Namespace(this, idOf(application), {
          name: application.namespace,
          component: "workload",
          application: application.name,
          enforce: "baseline",
          warn: "restricted",
          kubernetesVersion: spec.cluster.kubernetesVersion,
        }),
      ]),
    );
    this.keda = make(namespaces.keda, "keda", "restricted");
    // node-exporter reads the node's file systems, processes and network.
    this.monitoring = make(namespaces.monitoring, "monitoring", "privileged");
    if (spec.vault !== undefined) {
      this.externalSecrets = make(namespaces.externalSecrets, "external-secrets", "restricted");
    }
    if (spec.registry !== undefined) {
      this.registry = make(spec.registry.namespace, "registry", "baseline");
    }
  }

  /** All that exist. */
  get all(): readonly Namespace[] {
    return [
      ...this.applications.values(),
      ...[this.keda, this.monitoring, this.externalSecrets, this.registry],
    ].filter((namespace) => namespace !== undefined);
  }
}
