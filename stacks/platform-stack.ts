import type { Release } from "@cdktf/provider-helm/lib/release";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ChartName } from "../addons";
import { KEDA_OPERATOR_ACCOUNT } from "../addons/keda";
import { PROMETHEUS_PORT, prometheusUrl } from "../addons/kube-prometheus-stack/prometheus";
import { workersOf } from "../environments/applications";
import { LABELS } from "../environments/labels";
import { clusterNodes } from "../environments/nodes/cluster-nodes";
import type { EnvironmentSpec } from "../environments/schema";
import { type PlatformChart, platformCharts } from "../environments/switched";
import { scaledObjectName, workerDeploymentName } from "../environments/workload-names";
import { ScaleTargetGuard } from "../modules/autoscaling/scale-target-guard";
import { SliceReadiness } from "../modules/gpu/slice-readiness";
import { ChartRelease } from "../modules/helm/chart-release";
import { namespaceKey, PlatformNamespaces } from "../modules/namespace/platform-namespaces";
import { PlatformPolicies } from "../modules/network-policies/platform-policies";
import { guardAddon } from "../modules/operator-rights/operator-guards";
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

/** An add-on's release, and the namespace that it is in. */
interface Installed {
  readonly release: Release;
  /** As an attribute of the created one. */
  readonly namespace: string;
}

/** What the applications stand on: operators, metrics, registry, namespaces. */
export class PlatformStack extends EnvironmentStack {
  readonly outputs: PlatformOutputs;
  private readonly namespaces: PlatformNamespaces;
  /** They come before every release: no pod of one shall be open for a moment. */
  private readonly policies: readonly ITerraformDependable[];
  private readonly installed = new Map<string, Installed>();

  constructor(scope: Construct, spec: EnvironmentSpec) {
    super(scope, spec, "platform", ["kubernetes", "helm"]);
    this.namespaces = new PlatformNamespaces(this, "namespaces", { spec });
    this.policies = resourcesOf(
      new PlatformPolicies(this, "network", { spec, namespaces: this.namespaces.ofAddons }),
    );
    for (const chart of platformCharts(spec)) this.install(chart);
    this.readySlices();
    this.guardScaleTargets();
    this.outputs = {
      namespaces: this.applicationNamespaces(),
      keda: this.namespaceWith("keda"),
      prometheus: this.prometheus(),
      externalSecrets: this.namespaceWith("external-secrets"),
      registry: this.installRegistry(),
    };
  }

  private applicationNamespaces(): PlatformOutputs["namespaces"] {
    return Object.fromEntries(
      [...this.namespaces.applications].map(([application, { name }]) => [application, name]),
    );
  }

  /**
   * Every release comes after all namespaces, so at destroy the namespaces go
   * last: none can be deleted while an aggregated API (KEDA's, metrics-server's,
   * prometheus-adapter's) is registered but gone, as discovery then fails.
   */
  private install(chart: PlatformChart): void {
    const { spec, namespaces } = this;
    const namespace = namespaces.ofAddons[namespaceKey(chart.namespace)];
    if (namespace === undefined) return;
    const before = (chart.after ?? []).flatMap((name) => this.installed.get(name)?.release ?? []);
    const { release } = new ChartRelease(this, chart.name, {
      chart: chart.name,
      namespace,
      from: spec,
      dependsOn: [
        ...namespaces.all.map(({ resource }) => resource),
        ...this.policies,
        ...before,
        ...guardAddon(this, chart, spec, namespace),
      ],
    });
    this.installed.set(chart.name, { release, namespace });
  }

  private namespaceWith(chart: ChartName): { readonly namespace: string } | undefined {
    const installed = this.installed.get(chart);
    return installed && { namespace: installed.namespace };
  }

  private prometheus(): PlatformOutputs["prometheus"] {
    const installed = this.namespaceWith("kube-prometheus-stack");
    if (installed === undefined) return undefined;
    const url = `${prometheusUrl(installed.namespace)}:${PROMETHEUS_PORT}`;
    this.show("prometheus_url", url, "Prometheus, inside the cluster");
    return { ...installed, url };
  }

  /** Nodes that start with a taint, until their GPUs are cut. */
  private readySlices(): void {
    const { cluster } = this.spec;
    if (cluster.kind !== "eks") return;
    const pools = clusterNodes(cluster).filter(({ startupTaints }) => startupTaints.length > 0);
    const namespace = this.namespaces.ofAddons["system"];
    if (pools.length === 0 || namespace === undefined) return;
    new SliceReadiness(this, "slice-readiness", { namespace, pools });
  }

  /** The ScaledObjects themselves are in the applications' stacks; what they own is known from the data. */
  private guardScaleTargets(): void {
    const keda = this.namespaceWith("keda");
    if (keda === undefined) return;
    new ScaleTargetGuard(this, "scale-target-guard", {
      namespaces: Object.values(this.applicationNamespaces()),
      targets: workersOf(this.spec)
        .filter(({ worker: { scaling } }) => scaling.kind === "deployment")
        .map(({ application, worker }) => {
          const deploymentName = workerDeploymentName(application.name, worker.name);
          return { deploymentName, scaledObjectName: scaledObjectName(deploymentName) };
        }),
      operator: { namespace: keda.namespace, serviceAccountName: KEDA_OPERATOR_ACCOUNT },
    });
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

  private show(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
