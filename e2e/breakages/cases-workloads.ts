import { BROKEN, deploymentOf, IMAGE, podOf } from "./breakage";
import { event, makeReady, makeUnready, podsOf, runningPod } from "./as-kubelet";
import type { BreakageCase } from "./case";

const APP = "montage-ai";
const AS_KUBELET = "the pod's status and its event Unhealthy: no kubelet probes here";

/** A workload of the environment whose pods answer their probe with an error. */
function unready(
  name: string,
  namespace: string,
  selector: string,
  object: string,
  cause: RegExp,
): BreakageCase {
  const names: string[] = [];
  return {
    name,
    area: "pods",
    written: AS_KUBELET,
    inject: async (broken) => {
      for (const { metadata } of await podsOf(broken.client, namespace, selector)) {
        names.push(metadata?.name ?? "");
        await makeUnready(
          broken,
          namespace,
          metadata?.name ?? "",
          "Readiness probe failed: HTTP probe failed with statuscode: 503",
        );
      }
    },
    heal: async (broken) => {
      for (const pod of names.splice(0)) await makeReady(broken, namespace, pod);
    },
    first: "workload-not-ready",
    object,
    cause,
  };
}

const job = (name: string, spec: object, template: object) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, namespace: BROKEN },
  spec: {
    ...spec,
    template: {
      spec: { restartPolicy: "Never", containers: [{ name: "a", image: IMAGE }], ...template },
    },
  },
});

/** Pods that run and do not work, or do not start, and what stands before them. */
export const workloadCases: readonly BreakageCase[] = [
  unready(
    "redis-not-ready",
    APP,
    "app.kubernetes.io/component=redis",
    "StatefulSet montage-ai/redis",
    /readiness probe is answered with: HTTP probe failed with statuscode: 503.*Service redis has no ready endpoint/,
  ),
  unready(
    "web-not-ready",
    APP,
    "app.kubernetes.io/component=web",
    "Deployment montage-ai/montage-ai-web",
    /run and are not ready/,
  ),
  {
    name: "readiness-gate",
    area: "pods",
    written: "the condition Ready=False that a kubelet derives from the gate",
    objects: [
      podOf("waits-for-gate", { readinessGates: [{ conditionType: "example.com/in-service" }] }),
    ],
    inject: async (broken) => {
      await makeUnready(broken, BROKEN, "waits-for-gate", undefined);
      const { client } = broken;
      const pod = await client.core.readNamespacedPod({
        namespace: BROKEN,
        name: "waits-for-gate",
      });
      await client.mergePodStatus(BROKEN, "waits-for-gate", {
        conditions: (pod.status?.conditions ?? []).filter(
          ({ type }) => type !== "example.com/in-service",
        ),
      });
    },
    first: "workload-not-ready",
    object: `Pod ${BROKEN}/waits-for-gate`,
    cause: /readiness gate example\.com\/in-service/,
  },
  {
    name: "evicted",
    area: "nodes",
    written: "the phase Failed with the reason Evicted, which a kubelet writes",
    objects: [podOf("evicted", {})],
    inject: async ({ client }) => {
      await runningPod(client, BROKEN, "evicted");
      await client.mergePodStatus(BROKEN, "evicted", {
        phase: "Failed",
        reason: "Evicted",
        message: "The node was low on resource: ephemeral-storage.",
      });
    },
    first: "pod-evicted",
    object: `Pod ${BROKEN}/evicted`,
    cause: /low on resource/,
    warning: true,
  },
  {
    name: "selector-of-nothing",
    area: "pods",
    objects: [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "mislabelled", namespace: BROKEN },
        spec: { selector: { app: "misspelt" }, ports: [{ port: 80 }] },
      },
    ],
    first: "service-without-endpoints",
    object: `Service ${BROKEN}/mislabelled`,
    cause: /nothing makes pods with the labels/,
  },
  {
    name: "rollout-paused",
    area: "pods",
    objects: [deploymentOf("held", {})],
    inject: ({ client }) =>
      client.merge(
        { apiVersion: "apps/v1", kind: "Deployment", name: "held", namespace: BROKEN },
        { spec: { paused: true } },
      ),
    first: "rollout-paused",
    object: `Deployment ${BROKEN}/held`,
  },
  {
    name: "job-failed",
    area: "pods",
    objects: [job("late", { activeDeadlineSeconds: 1 }, { nodeSelector: { disk: "none" } })],
    first: "job-failed",
    object: `Job ${BROKEN}/late`,
    cause: /DeadlineExceeded/,
  },
  {
    name: "cronjob-suspended",
    area: "pods",
    objects: [
      {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: "asleep", namespace: BROKEN },
        spec: {
          schedule: "0 3 * * *",
          suspend: true,
          jobTemplate: {
            spec: {
              template: {
                spec: { restartPolicy: "Never", containers: [{ name: "a", image: IMAGE }] },
              },
            },
          },
        },
      },
    ],
    first: "cronjob-suspended",
    object: `CronJob ${BROKEN}/asleep`,
    warning: true,
  },
  {
    name: "image-certificate",
    area: "certificates",
    written: "the status of the container and its event, in containerd's words",
    objects: [podOf("untrusted", {}, { image: "registry.example:5000/app:1" })],
    inject: async (broken) => {
      const message =
        'failed to do request: Head "https://registry.example:5000/v2/app/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority';
      await makeUnready(broken, BROKEN, "untrusted", undefined);
      await broken.client.mergePodStatus(BROKEN, "untrusted", {
        containerStatuses: [
          {
            name: "a",
            image: "registry.example:5000/app:1",
            imageID: "",
            ready: false,
            restartCount: 0,
            state: { waiting: { reason: "ImagePullBackOff", message } },
          },
        ],
      });
      await broken.client.create(
        event({ kind: "Pod", namespace: BROKEN, name: "untrusted" }, "Failed", message),
      );
    },
    first: "image-certificate",
    object: `Pod ${BROKEN}/untrusted`,
  },
];
