import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { Construct } from "constructs";
import type { ImageSource } from "../../environments/schema";
import { CustomResource } from "../custom-resource/custom-resource";
import { selectorLabels, standardLabels } from "../labels";
import { podsIn, PROMETHEUS, tcp } from "../../addons/kit/network";
import { podsOf } from "../network-policies/peers";
import { type AppRuntime } from "../pod/app-runtime";
import { programDeployment } from "../pod/program-deployment";
import { PORT as REGISTRY_PORT, PULL as REGISTRY_PULL } from "../registry/facts";
import { outsideRegistry } from "./outside-registry";

/** Deployment, ConfigMap, PodMonitor and component of the probe. */
export const IMAGE_PROBE = "image-probe";
const SELECTOR = selectorLabels(IMAGE_PROBE, IMAGE_PROBE);

const PORT = 9090;
const SECRET_FOLDER = "/pull-secret";
/** A look asks each registry for two or three small files. */
const INTERVAL_SECONDS = 3600;
const RETRY_SECONDS = 300;

/** Python without any library: 20 MB. */
const RESOURCES = {
  requests: { cpu: "10m", memory: "48Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
} as const;

export interface ImageProbeProps {
  readonly runtime: AppRuntime;
  /** Images of the app's pods, as these name them. */
  readonly images: readonly string[];
  /** Where they come from. */
  readonly source: ImageSource;
  /** Namespace of the in-cluster registry, where images come from it. */
  readonly registryNamespace: string | undefined;
  /** Prometheus, which reads what the probe finds. */
  readonly prometheusNamespace: string;
}

/**
 * Looks hourly whether the app's images could be pulled, with the pods' own pull
 * secret, and until when that is good. It stays up between two looks: what it found
 * is there whenever Prometheus asks.
 */
export class ImageProbe extends Construct {
  constructor(scope: Construct, id: string, props: ImageProbeProps) {
    super(scope, id);
    const { application, namespace } = props.runtime;
    const labels = standardLabels(IMAGE_PROBE, IMAGE_PROBE, application);
    const policy = this.policy(props, labels);
    this.deployment(props, policy);
    new CustomResource(this, "monitor", {
      model: new PodMonitor({
        metadata: { name: IMAGE_PROBE, namespace, labels },
        spec: {
          selector: { matchLabels: SELECTOR },
          podMetricsEndpoints: [{ port: "metrics", path: "/metrics", interval: "1m" }],
        },
      }),
    });
  }

  private policy(props: ImageProbeProps, labels: Record<string, string>): NetworkPolicyV1 {
    const { runtime, prometheusNamespace } = props;
    return new NetworkPolicyV1(this, "policy", {
      metadata: { name: `allow-${IMAGE_PROBE}`, namespace: runtime.namespace, labels },
      spec: {
        podSelector: podsOf([IMAGE_PROBE]),
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ ports: tcp(PORT), from: [podsIn(prometheusNamespace, PROMETHEUS)] }],
        egress: [registryOf(props).peer],
      },
    });
  }

  private deployment(props: ImageProbeProps, policy: NetworkPolicyV1): void {
    const { runtime } = props;
    const { pullSecretName } = runtime;
    programDeployment(this, "probe", {
      name: IMAGE_PROBE,
      file: `modules/${IMAGE_PROBE}/probe_images.py`,
      runtime,
      container: {
        name: "probe",
        port: [{ name: "metrics", containerPort: PORT }],
        env: variables(props),
        resources: RESOURCES,
        readinessProbe: { httpGet: { path: "/metrics", port: "metrics" }, periodSeconds: 30 },
      },
      volumes:
        pullSecretName === undefined
          ? []
          : [
              {
                volume: { name: "pull-secret", secret: { secretName: pullSecretName } },
                mount: { name: "pull-secret", mountPath: SECRET_FOLDER, readOnly: true },
              },
            ],
      dependsOn: [policy],
    });
  }
}

function variables(props: ImageProbeProps) {
  const { runtime, images } = props;
  return [
    { name: "IMAGES", value: images.join(" ") },
    { name: "REGISTRY_URL", value: registryOf(props).url },
    ...(runtime.pullSecretName === undefined
      ? []
      : [{ name: "PULL_SECRET", value: `${SECRET_FOLDER}/.dockerconfigjson` }]),
    { name: "PORT", value: String(PORT) },
    { name: "INTERVAL_SECONDS", value: String(INTERVAL_SECONDS) },
    { name: "RETRY_SECONDS", value: String(RETRY_SECONDS) },
    { name: "PYTHONUNBUFFERED", value: "1" },
  ];
}

/** Where pods ask, and the way there: a node's 127.0.0.1 is not a pod's. */
function registryOf({ source, registryNamespace }: ImageProbeProps) {
  switch (source.kind) {
    case "registry": {
      if (registryNamespace === undefined) {
        throw new Error("images come from the in-cluster registry, but the platform has none");
      }
      const host = `${REGISTRY_PULL}.${registryNamespace}.svc.cluster.local`;
      const to = [podsIn(registryNamespace, selectorLabels("registry", REGISTRY_PULL))];
      return { url: `http://${host}:${REGISTRY_PORT}`, peer: { to, ports: tcp(REGISTRY_PORT) } };
    }
    case "ghcr":
    case "external":
      return outsideRegistry(source);
    default:
      return source satisfies never;
  }
}
