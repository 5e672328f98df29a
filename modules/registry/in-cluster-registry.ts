import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { RegistrySpec } from "../../environments/schema";
import { standardLabels } from "../labels";
import { KEEP_NEWEST, PORT, PULL, PUSH } from "./facts";
import { GarbageCollection } from "./garbage-collection";
import { RegistryNetworkPolicies } from "./registry-network-policies";
import { RegistryServer } from "./registry-server";
import { pullConfig, pushConfig } from "./server-config";

export interface InClusterRegistryProps {
  readonly source: RegistrySpec;
  /** Namespace of the registry, as an attribute of the created one. */
  readonly namespace: string;
  /** Selects the node that holds the registry's volume; all pods of the registry share it. */
  readonly nodeSelector: Readonly<Record<string, string>>;
}

export interface InClusterRegistryOutputs {
  /** As nodes pull: `127.0.0.1:<nodePort>`, with the port as the Service got it. */
  readonly pullAddress: string;
  /** As pushers push: `<service>.<namespace>.svc:<port>`. */
  readonly pushAddress: string;
}

/**
 * Registry in the cluster: nodes pull without credentials, pushes need them.
 * htpasswd guards a registry as a whole, so there are two on one volume: a
 * read-only one behind the NodePort, and one with credentials inside the
 * cluster. Neither has a PodDisruptionBudget: with one replica it would only
 * block the drain of the node.
 */
export class InClusterRegistry extends Construct {
  readonly outputs: InClusterRegistryOutputs;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InClusterRegistryProps,
  ) {
    super(scope, id);
    const claimName = this.volume();
    const nodePort = this.pullServer(claimName);
    const push = this.pushServer(claimName);
    new GarbageCollection(this, "garbage-collection", {
      namespace: props.namespace,
      schedule: props.source.garbageCollection,
      keepNewest: props.source.keepNewest ?? KEEP_NEWEST,
      claimName,
      configMapName: push.configMapName,
      nodeSelector: props.nodeSelector,
    });
    new RegistryNetworkPolicies(this, "network", { namespace: props.namespace });
    const { name, namespace } = this.pushService(push.selector).metadata;
    this.outputs = {
      pullAddress: `127.0.0.1:${nodePort}`,
      pushAddress: `${name}.${namespace}.svc:${PORT}`,
    };
  }

  private volume(): string {
    const { source, namespace } = this.props;
    return new PersistentVolumeClaimV1(this, "volume", {
      metadata: { name: "registry", namespace, labels: standardLabels("registry", "storage") },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: source.volume.className,
        resources: { requests: { storage: source.volume.size } },
      },
      // A class that waits for its first consumer binds when the pods come, which come after this.
      waitUntilBound: false,
    }).metadata.name;
  }

  /** @returns the port as the Service got it: what uses the address comes after the Service */
  private pullServer(claimName: string): string {
    const { source, namespace, nodeSelector } = this.props;
    const server = new RegistryServer(this, "pull", {
      namespace,
      nodeSelector,
      claimName,
      name: PULL,
      config: pullConfig(),
      readOnly: true,
      probe: { httpGet: { path: "/v2/", port: "registry" } },
      waitForRollout: true,
    });
    const service = new ServiceV1(this, "pull-service", {
      metadata: { name: PULL, namespace, labels: standardLabels("registry", PULL) },
      spec: {
        type: "NodePort",
        selector: server.selector,
        // Every node finds the registry on its own loopback, wherever the pod is.
        externalTrafficPolicy: "Cluster",
        port: [{ name: "registry", port: PORT, targetPort: "registry", nodePort: source.nodePort }],
      },
      waitForLoadBalancer: false,
    });
    return Token.asString(service.spec.port.get(0).nodePort);
  }

  private pushServer(claimName: string): RegistryServer {
    const { source, namespace, nodeSelector } = this.props;
    return new RegistryServer(this, "push", {
      namespace,
      nodeSelector,
      claimName,
      name: PUSH,
      config: pushConfig(),
      readOnly: false,
      credentials: source.pushCredentials,
      // It answers 401 to a probe without credentials.
      probe: { tcpSocket: [{ port: "registry" }] },
      // The Secret may come later (External Secrets, or a person): the pod waits for it, the apply does not.
      waitForRollout: false,
      // An apply during a garbage collection must not switch pushes on again under it.
      lifecycle: { ignoreChanges: ["spec[0].replicas"] },
    });
  }

  private pushService(selector: Record<string, string>): ServiceV1 {
    return new ServiceV1(this, "push-service", {
      metadata: {
        name: PUSH,
        namespace: this.props.namespace,
        labels: standardLabels("registry", PUSH),
      },
      spec: { selector, port: [{ name: "registry", port: PORT, targetPort: "registry" }] },
      waitForLoadBalancer: false,
    });
  }
}
