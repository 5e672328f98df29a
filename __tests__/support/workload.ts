import { readFileSync } from "node:fs";
import path from "node:path";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Testing, TerraformStack } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject, type JsonObject } from "../../inventory/json";
import { imageSource } from "../../environments/switched";
import { ApplicationStack } from "../../stacks/application-stack";
import { montageAiIn } from "./applications";
import { blocks, specOf, type StackJson } from "./synth";

/** The stacks before this one, reduced to what it consumes: attributes of created resources. */
export function workloadOf(spec: EnvironmentSpec): StackJson {
  const app = Testing.app();
  const earlier = new TerraformStack(app, "earlier");
  new KubernetesProvider(earlier, "kubernetes");
  const attribute = (id: string) =>
    new NamespaceV1(earlier, id, { metadata: { name: id } }).metadata.name;
  const addons = spec.switches.addons;
  const application = montageAiIn(spec);
  const stack = new ApplicationStack(app, spec, {
    application,
    storage: { className: attribute("class"), accessModes: ["ReadWriteMany"], location: "" },
    platform: {
      namespaces: { [application.name]: attribute("namespace") },
      keda: addons.keda ? { namespace: attribute("keda") } : undefined,
      prometheus: addons["kube-prometheus-stack"]
        ? { namespace: attribute("prometheus"), url: "" }
        : undefined,
      registry:
        imageSource(spec, application).kind === "registry"
          ? { namespace: "registry", pullAddress: attribute("registry"), pushAddress: "" }
          : undefined,
    },
    secrets: addons["external-secrets"]
      ? {
          [application.name]: {
            pullSecretName: attribute("pull"),
            appSecrets: application.secrets.map(({ name, ...secret }) => ({
              ...secret,
              secretName: attribute(name),
            })),
          },
        }
      : undefined,
  });
  app.synth();
  const file = path.join(app.outdir, "stacks", stack.node.id, "cdk.tf.json");
  return JSON.parse(readFileSync(file, "utf8"));
}

export interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
  };
  readonly startup_probe?: { readonly period_seconds: number; readonly failure_threshold: number };
}
export interface PodSpec {
  readonly container: readonly Container[];
  readonly init_container?: readonly Container[];
  readonly image_pull_secrets?: readonly { readonly name: string }[];
  readonly node_selector?: Readonly<Record<string, string>>;
  readonly termination_grace_period_seconds?: number;
  readonly toleration?: readonly Readonly<Record<string, string>>[];
  readonly volume: readonly { readonly name: string; readonly empty_dir?: object }[];
}
export interface Deployment {
  readonly depends_on?: readonly string[];
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: string;
    readonly strategy?: { readonly rolling_update: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: PodSpec;
    };
  };
}
export interface ScaledObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly fallback: { readonly replicas: number };
    readonly advanced: {
      readonly scalingModifiers: Readonly<Record<string, string>>;
      readonly horizontalPodAutoscalerConfig: {
        readonly behavior: {
          readonly scaleUp: { readonly stabilizationWindowSeconds: number };
          readonly scaleDown: { readonly stabilizationWindowSeconds: number };
        };
      };
    };
    readonly triggers: readonly {
      readonly name: string;
      readonly metadata: Readonly<Record<string, string>>;
    }[];
  };
}

export function deployment(stack: StackJson, name: string): Deployment {
  const found = (blocks(stack, "kubernetes_deployment_v1") as unknown as Deployment[]).find(
    (block) => block.metadata.name === name,
  );
  if (found === undefined) throw new Error(`no Deployment ${name}`);
  return found;
}

export function podOf(stack: StackJson, name: string): PodSpec {
  return deployment(stack, name).spec.template.spec;
}

/** Objects of a kind that are applied as manifests. */
export function manifests(stack: StackJson, kind: string): readonly JsonObject[] {
  return blocks(stack, "kubernetes_manifest")
    .map(({ manifest }) => manifest)
    .filter((manifest) => isObject(manifest))
    .filter((manifest) => manifest["kind"] === kind);
}

export function scaledObjects(stack: StackJson): readonly ScaledObject[] {
  return blocks(stack, "kubernetes_manifest")
    .map((block) => block["manifest"] as ScaledObject)
    .filter((manifest) => manifest.kind === "ScaledObject");
}

export function variables(
  stack: StackJson,
  name: string,
): Readonly<Record<string, string | undefined>> {
  const [container] = podOf(stack, name).container;
  return Object.fromEntries((container?.env ?? []).map(({ name: key, value }) => [key, value]));
}

export function settings(stack: StackJson): Readonly<Record<string, string>> {
  const map = blocks(stack, "kubernetes_config_map_v1").find(({ metadata }) =>
    JSON.stringify(metadata).includes('"montage-ai-settings"'),
  );
  return map?.["data"] as Record<string, string>;
}

export function withSwitches(
  name: string,
  change: (switches: EnvironmentSpec["switches"]) => Partial<EnvironmentSpec["switches"]>,
): EnvironmentSpec {
  const spec = specOf(name);
  return { ...spec, switches: { ...spec.switches, ...change(spec.switches) } };
}

const synthesized = new Map<string, StackJson>();

/** The stack of an environment's application, synthesized once. */
export function workloadStack(name: string): StackJson {
  const stack = synthesized.get(name) ?? workloadOf(specOf(name));
  synthesized.set(name, stack);
  return stack;
}

/** The application stacks of the environments that tests speak of by name. */
export function workloadStacks(): Readonly<Record<"local" | "staging" | "production", StackJson>> {
  return {
    local: workloadStack("local"),
    staging: workloadStack("staging"),
    production: workloadStack("production"),
  };
}
