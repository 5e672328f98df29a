import { Construct } from "constructs";
import type { EnvironmentSpec } from "../../environments/schema";
import { imageSource, installs } from "../../environments/switched";
import { Namespace, type PodSecurityLevel } from "./namespace";

export interface PlatformNamespacesProps {
  readonly spec: EnvironmentSpec;
}

/** The namespaces that an environment's switches call for, each as strict as its pods allow. */
export class PlatformNamespaces extends Construct {
  readonly workload: Namespace;
  readonly keda?: Namespace;
  readonly monitoring?: Namespace;
  readonly externalSecrets?: Namespace;
  readonly registry?: Namespace;

  constructor(scope: Construct, id: string, { spec }: PlatformNamespacesProps) {
    super(scope, id);
    const { namespaces } = spec.platform;
    const images = imageSource(spec);
    const make = (name: string, component: string, enforce: PodSecurityLevel) =>
      new Namespace(this, component, {
        name,
        component,
        enforce,
        kubernetesVersion: spec.cluster.kubernetesVersion,
      });

    // The app submits Jobs of its own, whose pods it does not harden: they warn, they are not refused.
    this.workload = new Namespace(this, "workload", {
      name: spec.workload.namespace,
      component: "workload",
      enforce: "baseline",
      warn: "restricted",
      kubernetesVersion: spec.cluster.kubernetesVersion,
    });
    if (installs(spec, "keda")) this.keda = make(namespaces.keda, "keda", "restricted");
    // node-exporter reads the node's file systems, processes and network.
    if (installs(spec, "kube-prometheus-stack")) {
      this.monitoring = make(namespaces.monitoring, "monitoring", "privileged");
    }
    if (installs(spec, "external-secrets")) {
      this.externalSecrets = make(namespaces.externalSecrets, "external-secrets", "restricted");
    }
    if (images.kind === "registry") {
      this.registry = make(images.namespace, "registry", "baseline");
    }
  }

  /** All that exist. */
  get all(): readonly Namespace[] {
    return [this.workload, this.keda, this.monitoring, this.externalSecrets, this.registry].filter(
      (namespace) => namespace !== undefined,
    );
  }
}
