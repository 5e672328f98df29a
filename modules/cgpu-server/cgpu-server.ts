import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import type { WorkloadSpec } from "../../environments/schema";
import { selectorLabels, standardLabels } from "../labels";
import { pullSecrets, type AppRuntime } from "../pod/app-runtime";
import { cgpuPlacement } from "../pod/placement";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { emptyDirVolume, evictableAnnotations } from "../pod/volumes";

/** Name of the Service, under which the app finds the proxy. */
export const CGPU_HOST = "cgpu-server";

const LABELS = standardLabels("montage-ai", "cgpu");
const SELECTOR = selectorLabels("montage-ai", "cgpu");

/** Home of the image's user; cgpu keeps its login below it and refreshes it there. */
const CONFIG_PATH = "/home/montage/.config/cgpu";
const CREDENTIALS_PATH = "/credentials";

/** A Secret is mounted read-only and cgpu writes to its files, so they are copied first. */
const COPY_CREDENTIALS = [
  "set -eu",
  `mkdir -p ${CONFIG_PATH}/state`,
  `if [ -f ${CREDENTIALS_PATH}/config.json ]; then cp ${CREDENTIALS_PATH}/config.json ${CONFIG_PATH}/; fi`,
  `if [ -f ${CREDENTIALS_PATH}/session.json ]; then cp ${CREDENTIALS_PATH}/session.json ${CONFIG_PATH}/state/; fi`,
].join("\n");

export interface CgpuServerProps {
  readonly cgpu: WorkloadSpec["cgpu"];
  readonly runtime: AppRuntime;
}

/**
 * Proxy to cloud GPUs and Gemini. Its credentials are Secrets that somebody
 * else brings; without them it runs but answers nothing. It is one replica
 * with one login, so there is no PodDisruptionBudget to block drains.
 */
export class CgpuServer extends Construct {
  constructor(scope: Construct, id: string, { cgpu, runtime }: CgpuServerProps) {
    super(scope, id);
    const metadata = { name: CGPU_HOST, namespace: runtime.namespace, labels: LABELS };
    const config = emptyDirVolume("cgpu-config", "64Mi", CONFIG_PATH);
    const scratch = emptyDirVolume("scratch", "1Gi", "/tmp");
    const { nodeSelector, toleration } = cgpuPlacement(runtime.nodes);
    const container = {
      image: runtime.image,
      imagePullPolicy: "IfNotPresent",
      securityContext: containerSecurityContext(false),
    };
    new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata,
      spec: {
        replicas: String(cgpu.replicas),
        revisionHistoryLimit: 3,
        selector: { matchLabels: SELECTOR },
        template: {
          metadata: { labels: LABELS, annotations: evictableAnnotations([config, scratch]) },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurityContext(runtime.user),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            toleration,
            initContainer: [
              {
                ...container,
                name: "credentials",
                command: ["/bin/sh", "-c", COPY_CREDENTIALS],
                resources: {
                  requests: { cpu: "50m", memory: "64Mi" },
                  limits: { cpu: "200m", memory: "128Mi" },
                },
                volumeMount: [
                  config.mount,
                  { name: "credentials", mountPath: CREDENTIALS_PATH, readOnly: true },
                ],
              },
            ],
            container: [
              {
                ...container,
                name: "cgpu",
                command: ["cgpu", "serve", "--host", "0.0.0.0", "--port", String(cgpu.port)],
                port: [{ name: "http", containerPort: cgpu.port }],
                env: [
                  { name: "CGPU_PORT", value: String(cgpu.port) },
                  geminiKey("GEMINI_API_KEY"),
                  geminiKey("GOOGLE_API_KEY"),
                ],
                resources: cgpu.resources,
                volumeMount: [config.mount, scratch.mount],
              },
            ],
            volume: [
              config.volume,
              scratch.volume,
              {
                name: "credentials",
                secret: { secretName: cgpu.credentialsSecretName, optional: true },
              },
            ],
          },
        },
      },
      // An extra to the app: without credentials it may not come up, which must not fail the rollout of the rest.
      waitForRollout: false,
    });
    new ServiceV1(this, "service", {
      metadata,
      spec: { selector: SELECTOR, port: [{ name: "http", port: cgpu.port, targetPort: "http" }] },
      waitForLoadBalancer: false,
    });
  }
}

/** The key is optional: cgpu runs on its own login without it. */
function geminiKey(name: string) {
  return {
    name,
    valueFrom: { secretKeyRef: { name: "gemini-api-key", key: "api-key", optional: true } },
  };
}
