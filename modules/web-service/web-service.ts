import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import type { Resources, WebSpec } from "../../environments/schema";
import { webName } from "../../environments/workload-names";
import { WebAutoscaler } from "../autoscaling/web-autoscaler";
import { applicationLabels, selectorLabels } from "../labels";
import {
  pullSecrets,
  settingsAnnotation,
  settingsSource,
  type AppRuntime,
} from "../pod/app-runtime";
import { withDisk } from "../pod/disk";
import { homeFiles } from "../pod/home-files";
import { placementByRole, spreadOverNodes } from "../pod/placement";
import { secretVariables } from "../pod/secret-variables";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { serverVariables } from "../pod/variables";
import { emptyDirVolume, evictableAnnotations, SCRATCH_PATH } from "../pod/volumes";
import { ENDS_WITH_LOG, waitForRedis } from "../pod/wait-for-redis";
import { probes } from "./probes";
import { WebIngress } from "./web-ingress";

const SERVICE_PORT = 80;

export interface WebServiceProps {
  readonly web: WebSpec;
  /** Requests and limits, after a fallback has had its say. */
  readonly resources: Resources;
  readonly runtime: AppRuntime;
}

export interface WebServiceOutputs {
  /** Address inside the cluster. */
  readonly url: string;
}

/**
 * The web front. The Deployment and its HorizontalPodAutoscaler are made here
 * together and neither is handed out: no second autoscaler can be pointed at it.
 */
export class WebService extends Construct {
  readonly outputs: WebServiceOutputs;
  private readonly labels: Record<string, string>;
  private readonly selector: Record<string, string>;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { web, runtime } = props;
    this.labels = applicationLabels(runtime.application, "web");
    this.selector = selectorLabels(runtime.application, "web");
    const deployment = this.deployment(props);
    const service = this.service(runtime);
    this.disruptionBudget(props);
    new WebAutoscaler(this, "autoscaler", {
      application: runtime.application,
      namespace: runtime.namespace,
      deploymentName: deployment.metadata.name,
      replicas: web.replicas,
      cpuUtilization: web.cpuUtilization,
    });
    if (web.ingress !== undefined) {
      new WebIngress(this, "ingress", {
        application: runtime.application,
        namespace: runtime.namespace,
        ingress: web.ingress,
        paths: web.publicPaths,
        serviceName: service.metadata.name,
      });
    }
    const { name, namespace } = service.metadata;
    this.outputs = { url: `http://${name}.${namespace}.svc.cluster.local` };
  }

  private deployment({ web, resources, runtime }: WebServiceProps): DeploymentV1 {
    const scratch = emptyDirVolume("scratch", web.scratch, SCRATCH_PATH);
    const volumes = [...runtime.dataVolumes, scratch];
    const copied = homeFiles(runtime, scratch);
    const { nodeSelector, toleration } = placementByRole(runtime.nodes, "web");
    return new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata: this.metadata(runtime),
      spec: {
        // No replicas: the HorizontalPodAutoscaler owns them.
        revisionHistoryLimit: 3,
        selector: { matchLabels: this.selector },
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: "1", maxUnavailable: "0" },
        },
        template: {
          metadata: {
            labels: this.labels,
            annotations: { ...settingsAnnotation(runtime), ...evictableAnnotations(volumes) },
          },
          spec: {
            serviceAccountName: runtime.serviceAccountName,
            automountServiceAccountToken: runtime.callsApi,
            enableServiceLinks: false,
            securityContext: podSecurityContext(runtime.user),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            toleration,
            topologySpreadConstraint: [spreadOverNodes(this.selector)],
            initContainer: [
              waitForRedis(runtime),
              ...copied.map(({ container, mounts }) => ({ ...container, volumeMount: mounts })),
            ],
            container: [
              {
                name: "web",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                command: web.command,
                port: [{ name: "http", containerPort: web.port }],
                envFrom: settingsSource(runtime),
                env: [
                  ...serverVariables(web.variables, runtime.deployed, {
                    port: web.port,
                    limits: resources.limits,
                  }),
                  ...secretVariables(runtime.secrets, "web"),
                ],
                resources: withDisk(resources, { volumes, reserved: runtime.reservesDisk }),
                terminationMessagePolicy: ENDS_WITH_LOG,
                securityContext: containerSecurityContext(true),
                ...probes(web.probes, "http"),
                volumeMount: volumes.map(({ mount }) => mount),
              },
            ],
            volume: [...volumes.map(({ volume }) => volume), ...copied.map(({ volume }) => volume)],
          },
        },
      },
      // A pull that fails or a crash at start shall fail the apply, not be found later by a user.
      waitForRollout: true,
      timeouts: { create: "10m", update: "10m" },
    });
  }

  /** Of Deployment, Service and PodDisruptionBudget. */
  private metadata({ application, namespace }: AppRuntime) {
    return { name: webName(application), namespace, labels: this.labels };
  }

  private service(runtime: AppRuntime): ServiceV1 {
    return new ServiceV1(this, "service", {
      metadata: this.metadata(runtime),
      spec: {
        selector: this.selector,
        port: [{ name: "http", port: SERVICE_PORT, targetPort: "http" }],
      },
      waitForLoadBalancer: false,
    });
  }

  /** `minAvailable: 1` on a single replica would block every drain of its node. */
  private disruptionBudget({ web, runtime }: WebServiceProps): void {
    new PodDisruptionBudgetV1(this, "budget", {
      metadata: this.metadata(runtime),
      spec: {
        ...(web.replicas.min >= 2 ? { minAvailable: "1" } : { maxUnavailable: "1" }),
        selector: { matchLabels: this.selector },
      },
    });
  }
}
