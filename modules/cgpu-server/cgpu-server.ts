import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import type { ApplicationSpec } from "../../environments/schema";
import { applicationLabels, selectorLabels } from "../labels";
import { HOME, pullSecrets, type AppRuntime } from "../pod/app-runtime";
import { withDisk } from "../pod/disk";
import { cgpuPlacement } from "../pod/placement";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { emptyDirVolume, evictableAnnotations, SCRATCH_PATH } from "../pod/volumes";
import { cgpuLogin } from "./cgpu-login";

/** Name of the Service, under which the app finds the proxy. */
export const CGPU_HOST = "cgpu-server";

export interface CgpuServerProps {
  readonly cgpu: ApplicationSpec["cgpu"];
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
    const labels = applicationLabels(runtime.application, "cgpu");
    const selector = selectorLabels(runtime.application, "cgpu");
    const metadata = { name: CGPU_HOST, namespace: runtime.namespace, labels };
    const scratch = emptyDirVolume("scratch", "1Gi", SCRATCH_PATH);
    const login = cgpuLogin(runtime, scratch);
    const { nodeSelector, toleration } = cgpuPlacement(runtime.nodes);
    new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata,
      spec: {
        replicas: String(cgpu.replicas),
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels, annotations: evictableAnnotations([scratch]) },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurityContext(runtime.user),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            toleration,
            initContainer: login.map(({ container, mounts }) => ({
              ...container,
              volumeMount: mounts,
            })),
            container: [
              {
                name: "cgpu",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                // What cgpu writes beside its login nobody has listed.
                securityContext: containerSecurityContext(false),
                command: ["cgpu", "serve", "--host", "0.0.0.0", "--port", String(cgpu.port)],
                port: [{ name: "http", containerPort: cgpu.port }],
                env: [
                  { name: "HOME", value: HOME },
                  geminiKey("GEMINI_API_KEY"),
                  geminiKey("GOOGLE_API_KEY"),
                ],
                resources: withDisk(cgpu.resources, { volumes: [scratch], writable: true }),
                ...probes(),
                volumeMount: [scratch.mount],
              },
            ],
            volume: [scratch.volume, ...login.map(({ volume }) => volume)],
          },
        },
      },
      // An extra to the app: without credentials it may not come up, which must not fail the rollout of the rest.
      waitForRollout: false,
    });
    new ServiceV1(this, "service", {
      metadata,
      spec: { selector, port: [{ name: "http", port: cgpu.port, targetPort: "http" }] },
      waitForLoadBalancer: false,
    });
  }
}

/**
 * Whether the port is open, and no more: what cgpu answers on which path nobody has
 * written down, and without a login it answers nothing well.
 */
function probes() {
  const open = { tcpSocket: [{ port: "http" }] };
  return {
    startupProbe: { ...open, periodSeconds: 5, failureThreshold: 24 },
    readinessProbe: { ...open, periodSeconds: 10 },
    livenessProbe: { ...open, periodSeconds: 30, failureThreshold: 4 },
  };
}

/** The key is optional: cgpu runs on its own login without it. */
function geminiKey(name: string) {
  return {
    name,
    valueFrom: { secretKeyRef: { name: "gemini-api-key", key: "api-key", optional: true } },
  };
}
