import { createHash } from "node:crypto";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpecContainerReadinessProbe,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import type { SecretKeyRef } from "../../environments/schema";
import { selectorLabels, standardLabels } from "../labels";
import { withDisk } from "../pod/disk";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { claimVolume } from "../pod/volumes";
import { imageName, PORT, REGISTRY_IMAGE, USER } from "./facts";
import {
  CONFIG_FILE,
  CONFIG_PATH,
  CREDENTIALS_FILE,
  CREDENTIALS_PATH,
  DATA_PATH,
  DRAIN_SECONDS,
  REGISTRY_ENV,
} from "./server-config";

const RESOURCES = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "1", memory: "512Mi" },
} as const;

export interface RegistryServerProps {
  readonly namespace: string;
  /** Name of the Deployment, and component of its pods. */
  readonly name: string;
  /** Content of the configuration file. */
  readonly config: string;
  readonly claimName: string;
  /** Whether the volume is mounted so that the server can write nothing to it. */
  readonly readOnly: boolean;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /**
   * Secret with the htpasswd file.
   *
   * @default the server asks for no credentials
   */
  readonly credentials?: SecretKeyRef;
  /** How the kubelet finds out that the server answers. */
  readonly probe: Pick<
    DeploymentV1SpecTemplateSpecContainerReadinessProbe,
    "httpGet" | "tcpSocket"
  >;
  /** Whether an apply waits for the pod to be ready. */
  readonly waitForRollout: boolean;
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** One registry process on the common volume. */
export class RegistryServer extends Construct {
  /** Labels of its pods. */
  readonly selector: Record<string, string>;
  readonly deployment: DeploymentV1;
  /** Name of the ConfigMap with its configuration. */
  readonly configMapName: string;

  constructor(scope: Construct, id: string, props: RegistryServerProps) {
    super(scope, id);
    const { namespace, name } = props;
    const labels = standardLabels("registry", name);
    this.selector = selectorLabels("registry", name);
    const config = new ConfigMapV1(this, "config", {
      metadata: { name, namespace, labels },
      data: { [CONFIG_FILE]: props.config },
    });
    this.configMapName = config.metadata.name;
    this.deployment = new DeploymentV1(this, "deployment", {
      metadata: { name, namespace, labels },
      spec: {
        replicas: "1",
        revisionHistoryLimit: 3,
        selector: { matchLabels: this.selector },
        // Never two of one kind on the volume.
        strategy: { type: "Recreate" },
        template: {
          metadata: {
            labels,
            annotations: { "fluxibri.ai/config-checksum": checksum(props.config) },
          },
          spec: this.pod(props),
        },
      },
      waitForRollout: props.waitForRollout,
      lifecycle: props.lifecycle,
    });
  }

  private pod(props: RegistryServerProps) {
    const data = claimVolume("data", props.claimName, DATA_PATH);
    const files = [configFiles(this.configMapName), ...credentialFiles(props.credentials)];
    return {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurityContext(USER),
      nodeSelector: { ...props.nodeSelector },
      terminationGracePeriodSeconds: DRAIN_SECONDS + 30,
      container: [
        {
          name: "registry",
          image: imageName(REGISTRY_IMAGE),
          imagePullPolicy: "IfNotPresent",
          command: ["registry", "serve", `${CONFIG_PATH}/${CONFIG_FILE}`],
          env: [...REGISTRY_ENV],
          port: [{ name: "registry", containerPort: PORT }],
          resources: withDisk(RESOURCES),
          securityContext: containerSecurityContext(true),
          readinessProbe: { ...props.probe, periodSeconds: 5 },
          livenessProbe: { ...props.probe, periodSeconds: 20, failureThreshold: 6 },
          volumeMount: [
            { ...data.mount, readOnly: props.readOnly },
            ...files.map(({ mount }) => mount),
          ],
        },
      ],
      volume: [data.volume, ...files.map(({ volume }) => volume)],
    };
  }
}

/** The configuration file, as server and garbage collection read it. */
export function configFiles(configMapName: string) {
  return {
    volume: { name: "config", configMap: { name: configMapName } },
    mount: { name: "config", mountPath: CONFIG_PATH, readOnly: true },
  };
}

/**
 * The htpasswd file. The folder is mounted, not the file, so that a changed
 * Secret arrives in the running pod; the server reads the file anew when it changes.
 * Not optional: without a file the registry would invent a user and log its password.
 */
function credentialFiles(credentials: SecretKeyRef | undefined) {
  if (credentials === undefined) return [];
  const { secretName, key } = credentials;
  const items = [{ key, path: CREDENTIALS_FILE }];
  return [
    {
      volume: { name: "credentials", secret: { secretName, items, optional: false } },
      mount: { name: "credentials", mountPath: CREDENTIALS_PATH, readOnly: true },
    },
  ];
}

/** Pods do not look at a changed ConfigMap: its checksum in the template restarts them. */
function checksum(config: string): string {
  return createHash("sha256").update(config).digest("hex").slice(0, 16);
}
