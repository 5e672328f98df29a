import { redisService } from "../../testbed/redis-service";
import { runSync } from "../../runtime/process/run-sync";
import { type AnyObject, BROKEN, deploymentOf, IMAGE, namespaceOf } from "./breakage";
import type { BreakageCase, Broken } from "./case";

const APP = "montage-ai";
const MINUTES_20 = 20;

/** A Deployment that somebody scales to 0. */
function off(
  name: string,
  area: BreakageCase["area"],
  namespace: string,
  deployment: string,
  cause: RegExp,
): BreakageCase {
  return {
    name,
    area,
    inject: ({ client }) => client.scaleDeployment(namespace, deployment, 0),
    heal: ({ client }) => client.scaleDeployment(namespace, deployment, 1),
    first: "workload-off",
    object: `Deployment ${namespace}/${deployment}`,
    cause,
  };
}

const quotaOf = (name: string, hard: object): readonly AnyObject[] => [
  namespaceOf(name),
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "small", namespace: name },
    spec: { hard },
  },
];

async function redis({ client }: Broken, ...args: readonly string[]): Promise<void> {
  const [host, port] = await redisService(client, APP);
  const said = runSync({ program: "redis-cli", args: ["-h", host, "-p", port, ...args] });
  if (!said.ok) throw said.failure("see that Redis answers");
}

/** By /scale, as people do: the guard of owned objects refuses the same by an update. */
function scaleRedis({ testbed }: Broken, replicas: number): Promise<void> {
  const said = runSync({
    program: "kubectl",
    args: [
      ...["--kubeconfig", testbed.kubeconfig, "-n", APP],
      ...["scale", "statefulset/redis", `--replicas=${replicas}`],
    ],
  });
  return said.ok ? Promise.resolve() : Promise.reject(said.failure("see that the testbed is up"));
}

/** Quotas, Helm, scaling, the queue, and what differs from the code. */
export const platformCases: readonly BreakageCase[] = [
  {
    name: "quota-of-pods",
    area: "quota",
    objects: [
      ...quotaOf("doctor-quota-pods", { pods: "0" }),
      deploymentOf("none", {}, {}, "doctor-quota-pods"),
    ],
    first: "pods-refused-quota",
    object: "Deployment doctor-quota-pods/none",
    cause: /pods: 0 of 0 used/,
  },
  {
    name: "quota-wants-limits",
    area: "quota",
    objects: [
      ...quotaOf("doctor-quota-limits", { "limits.memory": "1Gi" }),
      deploymentOf("unlimited", {}, {}, "doctor-quota-limits"),
    ],
    first: "pods-refused-limits",
    object: "Deployment doctor-quota-limits/unlimited",
  },
  {
    name: "quota-of-claims",
    area: "quota",
    objects: [
      ...quotaOf("doctor-quota-claims", { persistentvolumeclaims: "0" }),
      {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: "stores", namespace: "doctor-quota-claims" },
        spec: {
          serviceName: "stores",
          replicas: 1,
          selector: { matchLabels: { app: "stores" } },
          template: {
            metadata: { labels: { app: "stores" } },
            spec: { terminationGracePeriodSeconds: 0, containers: [{ name: "a", image: IMAGE }] },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
            },
          ],
        },
      },
    ],
    first: "pods-refused-quota",
    object: "StatefulSet doctor-quota-claims/stores",
  },
  off("keda-operator-off", "scaling", "keda", "keda-operator", /no queue is looked at/),
  off("metrics-server-off", "helm", "kube-system", "metrics-server", /Helm release metrics-server/),
  {
    name: "redis-off",
    area: "queue",
    inject: (broken) => scaleRedis(broken, 0),
    heal: (broken) => scaleRedis(broken, 1),
    first: "workload-off",
    object: `StatefulSet ${APP}/redis`,
    cause: /has 0 replicas/,
  },
  {
    name: "release-locked-for-long",
    area: "helm",
    objects: [
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "sh.helm.release.v1.stuck.v1",
          namespace: BROKEN,
          labels: { owner: "helm", name: "stuck", status: "pending-install", version: "1" },
        },
        type: "helm.sh/release.v1",
      },
    ],
    minutesLater: MINUTES_20,
    first: "release-locked",
    object: `HelmRelease ${BROKEN}/stuck`,
    cause: /an apply broke off/,
  },
  {
    name: "hpa-of-nothing-left",
    area: "scaling",
    objects: [
      deploymentOf("emptied", {}, { resources: { requests: { cpu: "10m" } } }),
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "emptied", namespace: BROKEN },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "emptied" },
          minReplicas: 1,
          maxReplicas: 3,
        },
      },
    ],
    inject: ({ client }) => client.scaleDeployment(BROKEN, "emptied", 0),
    first: "scaler-stands-still",
    object: `HorizontalPodAutoscaler ${BROKEN}/emptied`,
    cause: /has 0 replicas, though its minimum is 1/,
  },
  {
    name: "string-under-wip",
    area: "queue",
    inject: (broken) => redis(broken, "set", "rq:wip:default", "broken"),
    heal: (broken) => redis(broken, "del", "rq:wip:default"),
    first: ["scaler-trigger-fails", "scaler-not-ready"],
    object: "ScaledObject montage-ai/montage-ai-worker-scaledobject",
  },
];
