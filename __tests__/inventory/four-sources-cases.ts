import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import type { KubernetesObject } from "./four-readers";

/** Objects that a rule has something to say of, and what. */
interface Case {
  /** Undefined: the content belongs to none. */
  readonly environment: EnvironmentName | undefined;
  readonly objects: readonly KubernetesObject[];
  readonly says: string;
}

const NAMESPACE = "montage-ai";
const IMAGE = "ghcr.io/mfahsold/montage-ai:1.0.0";

function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: object,
  annotations: Readonly<Record<string, string>> = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE, annotations }, ...rest };
}

/** A Deployment of one container. */
export function deployment(name: string, container: object, pod: object = {}, annotations = {}) {
  return object(
    "apps/v1",
    "Deployment",
    name,
    {
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: IMAGE, ...container }], ...pod },
        },
      },
    },
    annotations,
  );
}

const hpa = (name: string, target: string) =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
      maxReplicas: 3,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
        },
      ],
    },
  });

const scaledObject = (target: string, listName: string) =>
  object("keda.sh/v1alpha1", "ScaledObject", target, {
    spec: {
      scaleTargetRef: { name: target },
      triggers: [{ type: "redis", metadata: { address: "redis:6379", listName, listLength: "1" } }],
    },
  });

const worker = { command: ["rq", "worker", "default"] };

/** Every rule that judges Kubernetes objects, which all four sources carry. */
export const CASES: Readonly<Record<string, Case>> = {
  "autoscaler-ownership": {
    environment: undefined,
    objects: [
      hpa("b", "a"),
      deployment("a", {}),
      scaledObject("a", "rq:queue:default"),
      hpa("a", "a"),
    ],
    says: "Deployment montage-ai/a is scaled by ScaledObject montage-ai/a and HorizontalPodAutoscaler montage-ai/a and HorizontalPodAutoscaler montage-ai/b: they undo each other",
  },
  "autoscaler-effect": {
    environment: undefined,
    objects: [hpa("a", "a"), deployment("a", {})],
    says: "HorizontalPodAutoscaler montage-ai/a scales on cpu, and container a of Deployment montage-ai/a has no requests of it",
  },
  "metrics-api-owner": {
    environment: environmentName("production"),
    objects: [deployment("a", {}), hpa("a", "a")],
    says: "no release serves v1beta1.metrics.k8s.io: HorizontalPodAutoscaler montage-ai/a cannot see a metric",
  },
  capacity: {
    environment: environmentName("production"),
    objects: [deployment("a", { resources: { requests: { cpu: "500", memory: "1Gi" } } }, {})],
    says: "one pod asks for more than a node has beside its DaemonSets",
  },
  "volume-topology": {
    environment: undefined,
    objects: [
      object("v1", "PersistentVolumeClaim", "data", {
        spec: { accessModes: ["ReadWriteMany"], storageClassName: "local-path" },
      }),
    ],
    says: "asks for ReadWriteMany, which StorageClass local-path",
  },
  "image-source": {
    environment: undefined,
    objects: [deployment("a", { image: "ghcr.io/mfahsold/montage-ai:latest" })],
    says: "latest is not a version",
  },
  "queue-trigger": {
    environment: undefined,
    objects: [deployment("a", worker), scaledObject("a", "rq:queue:default:intermediate")],
    says: "trigger 1 counts rq:queue:default:intermediate",
  },
  "image-digests": {
    environment: environmentName("staging"),
    objects: [deployment("cache", { image: "example.com/cache:1" })],
    says: "runs example.com/cache:1, a tag without a digest",
  },
  "redis-keepalive": {
    environment: undefined,
    objects: [
      scaledObject("a", "rq:queue:default"),
      deployment("redis", { image: "redis:7.4.2", ports: [{ containerPort: 6379 }] }),
      object("v1", "Service", "redis", {
        spec: { selector: { app: "redis" }, ports: [{ port: 6379 }] },
      }),
    ],
    says: "container redis keeps connections of nodes that are gone: tcp-keepalive is 300",
  },
  "grace-chain": {
    environment: undefined,
    objects: [
      deployment(
        "a",
        { ...worker, env: [{ name: "JOB_TIMEOUT", value: "600" }] },
        { terminationGracePeriodSeconds: 120 },
      ),
    ],
    says: "has 120 s to end, but a job may take 600 s (JOB_TIMEOUT)",
  },
  "job-delivery": {
    environment: undefined,
    objects: [
      deployment("a", {
        command: ["celery", "-A", "clips", "worker"],
        args: ["--queues", "thumbnails", "--concurrency", "2", "--prefetch-multiplier", "4"],
      }),
    ],
    says: "container a takes 8 jobs and works on 2",
  },
  "production-fallbacks": {
    environment: environmentName("production"),
    objects: [deployment("a", {}, { tolerations: [{ operator: "Exists" }] })],
    says: "tolerates every taint",
  },
  "secret-hygiene": {
    environment: undefined,
    objects: [deployment("a", { env: [{ name: "REDIS_PASSWORD", value: "correct-horse-9" }] })],
    says: "env[REDIS_PASSWORD] holds what REDIS_PASSWORD names (15 characters)",
  },
  "secret-references": {
    environment: environmentName("production"),
    objects: [
      deployment("a", { envFrom: [{ secretRef: { name: "app" } }] }),
      object("external-secrets.io/v1", "ExternalSecret", "other", { spec: {} }),
    ],
    says: "needs Secret app (envFrom of container a), which nothing makes",
  },
  "pod-hardening": {
    environment: undefined,
    objects: [deployment("a", { securityContext: { privileged: true } })],
    says: "is privileged",
  },
  "network-reach": {
    environment: environmentName("production"),
    objects: [
      deployment("a", { env: [{ name: "REDIS_HOST", value: "redis" }] }),
      deployment("redis", { ports: [{ containerPort: 6379 }] }),
      object("v1", "Service", "redis", {
        spec: { selector: { app: "redis" }, ports: [{ port: 6379 }] },
      }),
      object("networking.k8s.io/v1", "NetworkPolicy", "deny", {
        spec: { podSelector: {}, policyTypes: ["Ingress"] },
      }),
    ],
    says: "Deployment montage-ai/a does not reach Deployment montage-ai/redis on TCP 6379",
  },
  "accepted-findings": {
    environment: undefined,
    objects: [deployment("a", {}, {}, { "fluxibri.ai/accept.pod-hardening": "" })],
    says: "annotation fluxibri.ai/accept.pod-hardening has no reason",
  },
};
