import type { Release } from "@cdktf/provider-helm/lib/release";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { workersOf } from "../environments/applications";
import type { ChartName } from "../environments/chart-pins";
import { LABELS } from "../environments/labels";
import { clusterNodes } from "../environments/nodes/cluster-nodes";
import type { EnvironmentSpec } from "../environments/schema";
import { installs } from "../environments/switched";
import { scaledObjectName, workerDeploymentName } from "../environments/workload-names";
import { clusterAutoscalerValues } from "../modules/addons/cluster-autoscaler";
import { externalSecretsValues } from "../modules/addons/external-secrets";
import { KEDA_OPERATOR_ACCOUNT, kedaValues } from "../modules/addons/keda";
import {
  kubePrometheusStackValues,
  PROMETHEUS_PORT,
  prometheusOperatorCrdsValues,
  prometheusUrl,
} from "../modules/addons/kube-prometheus-stack";
import { metricsServerValues } from "../modules/addons/metrics-server";
import { nvidiaDevicePluginValues } from "../modules/addons/nvidia-device-plugin";
import { prometheusAdapterValues } from "../modules/addons/prometheus-adapter";
import { ScaleTargetGuard } from "../modules/autoscaling/scale-target-guard";
import { SliceReadiness } from "../modules/gpu/slice-readiness";
import { ChartRelease } from "../modules/helm/chart-release";
import {
  guardExternalSecrets,
  guardKeda,
  guardPrometheusOperator,
} from "../modules/operator-rights/operator-guards";
import { PlatformPolicies } from "../modules/network-policies/platform-policies";
import { PlatformNamespaces } from "../modules/namespace/platform-namespaces";
import { AUTOSCALER_NAMESPACE } from "../modules/node-pools/eks-autoscaler-role";
import { resourcesOf } from "../modules/pod/resources-of";
import { InClusterRegistry } from "../modules/registry/in-cluster-registry";
import { EnvironmentStack } from "./environment-stack";

/** All names are attributes of created resources: using one orders the stacks. */
export interface PlatformOutputs {
  /** Namespace of each application, by the application's name. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** KEDA, while it is switched on. */
  readonly keda?: { readonly namespace: string };
  /** Prometheus, while kube-prometheus-stack is switched on. */
  readonly prometheus?: { readonly namespace: string; readonly url: string };
  /** External Secrets, while it is switched on. */
  readonly externalSecrets?: { readonly namespace: string };
  /** The in-cluster registry, where the environment describes one. */
  readonly registry?: {
    readonly namespace: string;
    /** As nodes pull: `127.0.0.1:<nodePort>`. */
    readonly pullAddress: string;
    /** As pushers inside the cluster (or behind a port-forward) push: `<service>.<namespace>.svc:<port>`. */
    readonly pushAddress: string;
  };
}

/** Namespace of what serves the whole cluster; it exists in every cluster. */
const SYSTEM_NAMESPACE = "kube-system";

/** What the applications stand on: operators, metrics, registry, namespaces. */
export class PlatformStack extends EnvironmentStack {
  readonly outputs: PlatformOutputs;
  private readonly namespaces: PlatformNamespaces;
  /** They come before every release: no pod of one shall be open for a moment. */
  private readonly guards: readonly ITerraformDependable[];

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "platform", ["kubernetes", "helm"]);
    this.namespaces = new PlatformNamespaces(this, "namespaces", { spec });
    this.guards = this.guardNamespaces();
    const crds = this.installPrometheusCrds();
    this.installNodeAddons(crds);
    this.outputs = {
      namespaces: this.applicationNamespaces(),
      keda: this.installKeda(crds),
      prometheus: this.installPrometheus(crds),
      externalSecrets: this.installExternalSecrets(crds),
      registry: this.installRegistry(),
    };
  }

  private applicationNamespaces(): PlatformOutputs["namespaces"] {
    return Object.fromEntries(
      [...this.namespaces.applications].map(([application, { name }]) => [application, name]),
    );
  }

  private guardNamespaces(): readonly ITerraformDependable[] {
    const { keda, monitoring, externalSecrets } = this.namespaces;
    const policies = new PlatformPolicies(this, "network", {
      spec: this.spec,
      namespaces: {
        keda: keda.name,
        monitoring: monitoring.name,
        externalSecrets: externalSecrets?.name,
        system: SYSTEM_NAMESPACE,
      },
    });
    return resourcesOf(policies);
  }

  /**
   * Always there, whether Prometheus is or not: releases that have ServiceMonitors
   * could not be upgraded any more when the kind goes before they give them up,
   * and Terraform removes a release before it upgrades those that knew it.
   */
  private installPrometheusCrds(): readonly Release[] {
    const values = prometheusOperatorCrdsValues(this.spec);
    const namespace = this.namespaces.monitoring.name;
    return [this.install("prometheus-operator-crds", namespace, values, [])];
  }

  private installPrometheus(crds: readonly Release[]): PlatformOutputs["prometheus"] {
    if (!installs(this.spec, "kube-prometheus-stack")) return undefined;
    const namespace = this.namespaces.monitoring.name;
    const values = kubePrometheusStackValues(this.spec, namespace);
    const guard = guardPrometheusOperator(this, this.spec);
    const stack = this.install("kube-prometheus-stack", namespace, values, [...crds, ...guard]);
    if (installs(this.spec, "prometheus-adapter")) {
      const adapterValues = prometheusAdapterValues(this.spec, namespace);
      this.install("prometheus-adapter", namespace, adapterValues, [stack]);
    }
    const url = `${prometheusUrl(namespace)}:${PROMETHEUS_PORT}`;
    this.show("prometheus_url", url, "Prometheus, inside the cluster");
    return { namespace, url };
  }

  /** What serves nodes and pods of the whole cluster. */
  private installNodeAddons(crds: readonly Release[]): void {
    const { spec } = this;
    if (installs(spec, "metrics-server")) {
      this.install("metrics-server", SYSTEM_NAMESPACE, metricsServerValues(spec), []);
    }
    // The environment's relations see to it that these two are on only on EKS.
    if (spec.cluster.kind !== "eks") return;
    if (installs(spec, "cluster-autoscaler")) {
      const values = clusterAutoscalerValues(spec, spec.cluster);
      this.install("cluster-autoscaler", AUTOSCALER_NAMESPACE, values, crds);
    }
    if (installs(spec, "nvidia-device-plugin")) {
      const values = nvidiaDevicePluginValues(spec.cluster);
      this.install("nvidia-device-plugin", SYSTEM_NAMESPACE, values, []);
    }
    const starting = clusterNodes(spec.cluster).filter(
      ({ startupTaints }) => startupTaints.length > 0,
    );
    if (starting.length > 0) {
      new SliceReadiness(this, "slice-readiness", { namespace: SYSTEM_NAMESPACE, pools: starting });
    }
  }

  private installKeda(crds: readonly Release[]): PlatformOutputs["keda"] {
    if (!installs(this.spec, "keda")) return undefined;
    const namespace = this.namespaces.keda.name;
    const guard = guardKeda(this, this.spec);
    this.install("keda", namespace, kedaValues(this.spec), [...crds, ...guard]);
    this.guardScaleTargets(namespace);
    return { namespace };
  }

  /** The ScaledObjects themselves are in the applications' stacks; what they own is known from the data. */
  private guardScaleTargets(kedaNamespace: string): void {
    new ScaleTargetGuard(this, "scale-target-guard", {
      namespaces: Object.values(this.applicationNamespaces()),
      targets: workersOf(this.spec)
        .filter(({ worker: { scaling } }) => scaling.kind === "deployment")
        .map(({ application, worker }) => {
          const deploymentName = workerDeploymentName(application.name, worker.name);
          return { deploymentName, scaledObjectName: scaledObjectName(deploymentName) };
        }),
      operator: { namespace: kedaNamespace, serviceAccountName: KEDA_OPERATOR_ACCOUNT },
    });
  }

  private installExternalSecrets(crds: readonly Release[]): PlatformOutputs["externalSecrets"] {
    const namespace = this.namespaces.externalSecrets?.name;
    if (namespace === undefined || !installs(this.spec, "external-secrets")) return undefined;
    const guard = guardExternalSecrets(this, this.spec, namespace);
    const values = externalSecretsValues(this.spec);
    this.install("external-secrets", namespace, values, [...crds, ...guard]);
    return { namespace };
  }

  /** It stays while images come from GHCR: what was pushed is there when they are switched back. */
  private installRegistry(): PlatformOutputs["registry"] {
    const source = this.spec.registry;
    const namespace = this.namespaces.registry?.name;
    if (source === undefined || namespace === undefined) return undefined;
    const { pullAddress, pushAddress } = new InClusterRegistry(this, "registry", {
      source,
      namespace,
      // A kubeconfig cluster's nodes are not ours to label.
      nodeSelector:
        this.spec.cluster.kind === "kubeconfig" ? {} : { [LABELS.registryHost]: "true" },
    }).outputs;
    this.show("registry_pull_address", pullAddress, "Registry, as nodes pull");
    this.show("registry_push_address", pushAddress, "Registry, as pushers push");
    return { namespace, pullAddress, pushAddress };
  }

  /**
   * Every release comes after all namespaces, so at destroy the namespaces go
   * last: none can be deleted while an aggregated API (KEDA's, metrics-server's,
   * prometheus-adapter's) is registered but gone, as discovery then fails.
   */
  private install(
    chart: ChartName,
    namespace: string,
    values: object,
    after: readonly ITerraformDependable[],
  ): Release {
    return new ChartRelease(this, chart, {
      chart,
      namespace,
      values,
      from: this.spec,
      dependsOn: [...this.namespaces.all.map(({ resource }) => resource), ...this.guards, ...after],
    }).release;
  }

  private show(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
