import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import type { CompanionSpec } from "../../environments/schema";
import { applicationLabels, selectorLabels } from "../labels";
import { pullSecrets, type AppRuntime } from "../pod/app-runtime";
import { withDisk } from "../pod/disk";
import { homeFiles } from "../pod/home-files";
import { companionPlacement } from "../pod/placement";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { serverVariables } from "../pod/variables";
import { emptyDirVolume, evictableAnnotations, SCRATCH_PATH } from "../pod/volumes";

export interface CompanionServiceProps {
  readonly service: CompanionSpec;
  readonly runtime: AppRuntime;
}

/**
 * A server that web and workers use: Deployment and Service of one name. It has no
 * PodDisruptionBudget: with one replica that would only block drains.
 */
export class CompanionService extends Construct {
  constructor(scope: Construct, id: string, { service, runtime }: CompanionServiceProps) {
    super(scope, id);
    const { name, component, port, machineLabel } = service;
    const labels = applicationLabels(runtime.application, component);
    const selector = selectorLabels(runtime.application, component);
    const metadata = { name, namespace: runtime.namespace, labels };
    const scratch = emptyDirVolume("scratch", service.scratch, SCRATCH_PATH);
    const copied = homeFiles(runtime, scratch);
    const { nodeSelector, toleration } = companionPlacement(runtime.nodes, machineLabel);
    new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata,
      spec: {
        replicas: String(service.replicas),
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
            initContainer: copied.map(({ container, mounts }) => ({
              ...container,
              volumeMount: mounts,
            })),
            container: [
              {
                name: component,
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                securityContext: containerSecurityContext(!service.writableRoot),
                command: service.command,
                port: [{ name: "http", containerPort: port }],
                env: serverVariables(service.variables, runtime.deployed, {
                  port,
                  limits: service.resources.limits,
                }),
                resources: withDisk(service.resources, {
                  volumes: [scratch],
                  writable: service.writableRoot,
                }),
                ...probes(),
                volumeMount: [scratch.mount],
              },
            ],
            volume: [scratch.volume, ...copied.map(({ volume }) => volume)],
          },
        },
      },
      // An extra to the app: it may not come up, which must not fail the rollout of the rest.
      waitForRollout: false,
    });
    new ServiceV1(this, "service", {
      metadata,
      spec: { selector, port: [{ name: "http", port, targetPort: "http" }] },
      waitForLoadBalancer: false,
    });
  }
}

/** Whether the port is open, and no more: what a service answers on which path the data does not say. */
function probes() {
  const open = { tcpSocket: [{ port: "http" }] };
  return {
    startupProbe: { ...open, periodSeconds: 5, failureThreshold: 24 },
    readinessProbe: { ...open, periodSeconds: 10 },
    livenessProbe: { ...open, periodSeconds: 30, failureThreshold: 4 },
  };
}
