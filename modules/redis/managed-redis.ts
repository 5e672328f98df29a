import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { MANAGED_REDIS_NAME, MANAGED_REDIS_PORT } from "../../environments/facts/managed-redis";
import type { SecretKeyRef } from "../../environments/schema";
import { selectorLabels, standardLabels } from "../labels";
import { withDisk } from "../pod/disk";
import { placementByRole, type Nodes } from "../pod/placement";
import { imageName } from "../registry/facts";
import { REDIS_IMAGE } from "./image";
import { READER_PASSWORD, readerRights, type RedisReader } from "./reader";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { claimVolume, emptyDirVolume, evictableAnnotations, type PodVolume } from "../pod/volumes";

/** User and group `redis` of the alpine image. */
const USER = { uid: 999, gid: 1000 } as const;
const DATA_PATH = "/data";

/** Jobs are small; three quarters of the limit, so that a rewrite of the append-only file has room. */
const RESOURCES = {
  requests: { cpu: "100m", memory: "256Mi" },
  limits: { cpu: "1", memory: "1Gi" },
} as const;
const MAX_MEMORY = "768mb";

export interface ManagedRedisProps {
  /** Name of the application. */
  readonly application: string;
  readonly namespace: string;
  /**
   * Volume of the append-only file.
   *
   * @default queues die with the pod
   */
  readonly persistence?: { readonly size: string; readonly className: string };
  /**
   * Password of the default user, in a Secret of the namespace.
   *
   * @default none
   */
  readonly password?: SecretKeyRef;
  /**
   * User that may only read, with its password in a Secret of the namespace.
   *
   * @default none
   */
  readonly reader?: RedisReader;
  /** Patterns of the keys that it may see. */
  readonly readableKeys: readonly string[];
  readonly nodes: Nodes;
  /** Terraform refuses to destroy the volume. */
  readonly protect: boolean;
  /** What must be there before the pod. */
  readonly guards: ITerraformDependable[];
}

/**
 * One Redis for the queues, without TLS and, unless the data names a password,
 * guarded by the network policies alone. One replica and no PodDisruptionBudget: a
 * budget would only block the drain of its node, not replace the pod.
 */
export class ManagedRedis extends Construct {
  readonly host: string;
  readonly port = MANAGED_REDIS_PORT;

  constructor(scope: Construct, id: string, props: ManagedRedisProps) {
    super(scope, id);
    const labels = standardLabels("redis", "redis", props.application);
    const selector = selectorLabels("redis", "redis");
    const metadata = { name: MANAGED_REDIS_NAME, namespace: props.namespace, labels };
    const service = new ServiceV1(this, "service", {
      metadata,
      spec: { selector, port: [{ name: "redis", port: MANAGED_REDIS_PORT, targetPort: "redis" }] },
      waitForLoadBalancer: false,
    });
    const { volume, mount } = this.dataVolume(props, labels);
    const { nodeSelector, toleration } = placementByRole(props.nodes, "web");
    new StatefulSetV1(this, "server", {
      dependsOn: props.guards,
      metadata,
      spec: {
        replicas: "1",
        serviceName: service.metadata.name,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels, annotations: evictableAnnotations([{ volume, mount }]) },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: podSecurityContext(USER),
            nodeSelector,
            toleration,
            container: [
              {
                name: "redis",
                image: imageName(REDIS_IMAGE),
                command: ["redis-server"],
                args: serverArguments(props),
                env: passwordOf(props),
                port: [{ name: "redis", containerPort: MANAGED_REDIS_PORT }],
                resources: withDisk(RESOURCES, { volumes: [{ volume }] }),
                securityContext: containerSecurityContext(true),
                readinessProbe: { exec: { command: ["redis-cli", "ping"] }, periodSeconds: 5 },
                livenessProbe: {
                  exec: { command: ["redis-cli", "ping"] },
                  // Loading a large append-only file answers with an error for a while.
                  initialDelaySeconds: 30,
                  periodSeconds: 20,
                  failureThreshold: 6,
                  timeoutSeconds: 5,
                },
                volumeMount: [mount],
              },
            ],
            volume: [volume],
          },
        },
      },
    });
    this.host = `${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`;
  }

  /** A claim beside the StatefulSet, not a template of it: Terraform owns it and can refuse to destroy it. */
  private dataVolume(
    { namespace, persistence, protect }: ManagedRedisProps,
    labels: Record<string, string>,
  ): PodVolume {
    if (persistence === undefined) return emptyDirVolume("data", "1Gi", DATA_PATH);
    const claim = new PersistentVolumeClaimV1(this, "data", {
      metadata: { name: "redis-data", namespace, labels },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: persistence.className,
        resources: { requests: { storage: persistence.size } },
      },
      waitUntilBound: false,
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
    return claimVolume("data", claim.metadata.name, DATA_PATH);
  }
}

/**
 * Seconds of silence after which Redis asks the other end of a connection whether
 * it is there; after three more questions, each a third of that apart, it drops it
 * (19 s seen). Until then an idle worker whose node is gone is the first in line
 * for the next job and swallows it. Redis' default of 300 keeps it there for ten
 * minutes. Shorter is no gain: a worker that is alive but cut off for longer than
 * this hears of nothing until its own patience of 415 s ends.
 * https://redis.io/docs/latest/develop/reference/clients/#tcp-keepalive
 */
const TCP_KEEPALIVE_SECONDS = 10;

/** Kubernetes puts the variable in: the password is in no manifest and in no state. */
const PASSWORD_ARGUMENTS = ["--requirepass", "$(REDISCLI_AUTH)"] as const;

/** A queue evicts nothing: a full Redis refuses new jobs, an evicting one would lose old ones. */
function serverArguments(props: ManagedRedisProps): string[] {
  const { persistence, password, reader, readableKeys } = props;
  const memory = ["--maxmemory", MAX_MEMORY, "--maxmemory-policy", "noeviction"];
  const keepalive = ["--tcp-keepalive", String(TCP_KEEPALIVE_SECONDS)];
  const guard = [
    ...(password === undefined ? [] : PASSWORD_ARGUMENTS),
    ...(reader === undefined ? [] : ["--user", ...readerRights(reader.username, readableKeys)]),
  ];
  return persistence === undefined
    ? ["--dir", DATA_PATH, "--appendonly", "no", "--save", "", ...memory, ...keepalive, ...guard]
    : [
        ...["--dir", DATA_PATH, "--appendonly", "yes", "--appendfsync", "everysec"],
        ...[...memory, ...keepalive, ...guard],
      ];
}

/** REDISCLI_AUTH is the variable that redis-cli, and so the probes, reads. */
function passwordOf({ password, reader }: ManagedRedisProps) {
  const found = [
    { name: "REDISCLI_AUTH", secret: password },
    { name: READER_PASSWORD, secret: reader?.password },
  ];
  return found.flatMap(({ name, secret }) =>
    secret === undefined
      ? []
      : [{ name, valueFrom: { secretKeyRef: { name: secret.secretName, key: secret.key } } }],
  );
}
