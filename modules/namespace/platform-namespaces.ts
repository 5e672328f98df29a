import { Construct } from "constructs";
import type { ChartNamespace } from "../../addons/kit/addon";
import { idOf } from "../../environments/applications";
import type { EnvironmentSpec } from "../../environments/schema";
import { platformCharts } from "../../environments/switched";
import { Namespace, type PodSecurityLevel } from "./namespace";

export interface PlatformNamespacesProps {
  readonly spec: EnvironmentSpec;
}

/** Namespace of what serves the whole cluster; it exists in every cluster. */
const SYSTEM_NAMESPACE = "kube-system";

/** Key of an add-on's namespace: that of `platform.namespaces`, or the name of its own. */
export function namespaceKey(namespace: ChartNamespace): string {
  return typeof namespace === "string" ? namespace : namespace.name;
}

/**
 * The namespaces of what an environment describes, each as strict as its pods
 * allow. A switch does not remove one that the environment names: switching an add-on
 * off takes its release, and deleting a namespace hangs while any aggregated API is
 * away. An add-on's own namespace comes and goes with it.
 */
export class PlatformNamespaces extends Construct {
  /** Namespace of each application, by its name. */
  readonly applications: ReadonlyMap<string, Namespace>;
  readonly keda: Namespace;
  readonly monitoring: Namespace;
  readonly externalSecrets?: Namespace;
  readonly registry?: Namespace;
  private readonly own: readonly Namespace[];

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
    this.own = platformCharts(spec).flatMap(({ name: chart, namespace }) =>
      typeof namespace === "string" ? [] : [make(namespace.name, chart, namespace.enforce)],
    );
  }

  /**
   * Names of those that add-ons are in, by their keys, as attributes of the created ones;
   * the system's last, which is not made here.
   */
  get ofAddons(): Readonly<Partial<Record<string, string>>> {
    return {
      keda: this.keda.name,
      monitoring: this.monitoring.name,
      externalSecrets: this.externalSecrets?.name,
      ...Object.fromEntries(this.own.map(({ plainName, name }) => [plainName, name])),
      system: SYSTEM_NAMESPACE,
    };
  }

  /** All that exist. */
  get all(): readonly Namespace[] {
    return [
      ...this.applications.values(),
      ...[this.keda, this.monitoring, this.externalSecrets, this.registry],
      ...this.own,
    ].filter((namespace) => namespace !== undefined);
  }
}
