import type { V1Job, V1PodSpec } from "@kubernetes/client-node";

/** A Job as the app submits it for scene detection (job_submitter.py of d5eade7), or a change of it. */
export function submittedJob(
  { namespace, image, claims }: SubmittedJobProps,
  change: JobChange = {},
): V1Job & { apiVersion: string; kind: string } {
  const labels = {
    "app.kubernetes.io/name": "montage-ai",
    "app.kubernetes.io/component": "scene-detection",
    "fluxibri.ai/project": "montage-ai",
    "fluxibri.ai/tier": "small",
  };
  const name = `scene-detect-${change.name ?? "own"}`;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, labels: { ...labels, "montage-ai.fluxibri.dev/job-id": name } },
    spec: {
      completionMode: "Indexed",
      completions: 2,
      parallelism: 2,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 1800,
      ...change.job,
      template: {
        metadata: { labels: { ...labels, ...change.labels } },
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              name: "worker",
              image,
              imagePullPolicy: "IfNotPresent",
              command: ["python", "-m", "montage_ai.cluster.distributed_scene_detection"],
              env: [
                {
                  name: "SHARD_INDEX",
                  valueFrom: {
                    fieldRef: {
                      fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']",
                    },
                  },
                },
                { name: "DEPLOYMENT_MODE", value: "cluster" },
              ],
              resources: { requests: { cpu: "100m" }, limits: { cpu: "200m", memory: "256Mi" } },
              volumeMounts:
                change.pod?.volumes === undefined
                  ? claims.map((claim) => ({ name: claim, mountPath: `/data/${claim}` }))
                  : [],
              ...change.container,
            },
          ],
          volumes: claims.map((claimName) => ({
            name: claimName,
            persistentVolumeClaim: { claimName },
          })),
          nodeSelector: { "kubernetes.io/arch": "amd64" },
          ...change.pod,
        },
      },
    },
  };
}

export interface SubmittedJobProps {
  readonly namespace: string;
  readonly image: string;
  readonly claims: readonly string[];
}

/** What differs from the app's own Job. */
export interface JobChange {
  /** End of its name. */
  readonly name?: string;
  readonly labels?: Record<string, string>;
  readonly pod?: Partial<V1PodSpec>;
  readonly container?: Partial<V1PodSpec["containers"][number]>;
  readonly job?: object;
}

/** What an intruder in web or a worker would submit, by what it is. */
export function foreignJobs(image: string): Readonly<Record<string, JobChange>> {
  const secret = { name: "intruder", secret: { secretName: "sh.helm.release.v1.any" } };
  const reads = { secretKeyRef: { name: "any", key: "any" } };
  return {
    "a volume of a Secret": { pod: { volumes: [secret] } },
    "a projected volume": {
      pod: {
        volumes: [
          { name: "intruder", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
        ],
      },
    },
    "a claim of something else": {
      pod: { volumes: [{ name: "x", persistentVolumeClaim: { claimName: "redis-data" } }] },
    },
    "a variable from a Secret": { container: { env: [{ name: "X", valueFrom: reads }] } },
    "all variables of a Secret": { container: { envFrom: [{ secretRef: { name: "any" } }] } },
    "another image": { container: { image: "docker.io/library/busybox:1" } },
    "an image whose name begins as ours": {
      container: { image: image.replace(/:[^:/]*$/, "-x:1") },
    },
    "an init container of another image": {
      pod: { initContainers: [{ name: "first", image: "docker.io/library/busybox:1" }] },
    },
    "the labels of Redis": {
      labels: { "app.kubernetes.io/name": "redis", "app.kubernetes.io/component": "redis" },
    },
    "the labels of web": { labels: { "app.kubernetes.io/component": "web" } },
    "the labels of the keeper": { labels: { "app.kubernetes.io/component": "deletion-cost" } },
    "a label that something may select by": { labels: { app: "keda-operator" } },
    "the account of the keeper": { pod: { serviceAccountName: "deletion-cost" } },
    "the app's own account, with its token": { pod: { serviceAccountName: "montage-ai-cluster" } },
    "a pull secret": { pod: { imagePullSecrets: [{ name: "any" }] } },
    "a toleration": { pod: { tolerations: [{ operator: "Exists" }] } },
    "a node": { pod: { nodeName: "base-0" } },
    "a priority": { pod: { priorityClassName: "system-node-critical" } },
    "a user that is root": { container: { securityContext: { runAsUser: 0 } } },
    "a pod of root": { pod: { securityContext: { runAsUser: 0 } } },
    "an open port": { container: { ports: [{ containerPort: 6379 }] } },
    "a selector of its own": {
      job: { manualSelector: true, selector: { matchLabels: { "fluxibri.ai/tier": "small" } } },
    },
  };
}
