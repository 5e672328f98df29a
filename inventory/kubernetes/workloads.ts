import { z } from "zod";
import { narrow } from "../json";
import type { Container, PodTemplate, Volume, Workload, WorkloadKind } from "../model";
import type { ReadObject } from "./object";
import { count, metadata, podTemplate, type PodTemplateJson } from "./schemas";

const replicated = z.object({
  metadata,
  spec: z.object({ replicas: count, template: podTemplate }),
});
const job = z.object({
  metadata,
  spec: z.object({ parallelism: count, template: podTemplate }),
});
const cronJob = z.object({
  metadata,
  spec: z.object({ jobTemplate: z.object({ spec: job.shape.spec }) }),
});
const scaledJob = z.object({
  metadata,
  spec: z.object({ jobTargetRef: job.shape.spec, maxReplicaCount: count }),
});

/** https://keda.sh/docs/2.20/reference/scaledjob-spec/#maxreplicacount */
const SCALED_JOB_DEFAULT_MAX = 100;

/** Reads what makes pods. */
export function readWorkload(kind: WorkloadKind, { object, place, where }: ReadObject): Workload {
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet": {
      const { metadata: meta, spec } = narrow(replicated, object, where);
      return { kind, ...meta, place, replicas: spec.replicas, pod: podOf(spec.template) };
    }
    case "Job": {
      const { metadata: meta, spec } = narrow(job, object, where);
      return { kind, ...meta, place, replicas: spec.parallelism ?? 1, pod: podOf(spec.template) };
    }
    case "CronJob": {
      const { metadata: meta, spec } = narrow(cronJob, object, where);
      const { parallelism, template } = spec.jobTemplate.spec;
      return { kind, ...meta, place, replicas: parallelism ?? 1, pod: podOf(template) };
    }
    case "ScaledJob": {
      const { metadata: meta, spec } = narrow(scaledJob, object, where);
      const replicas = spec.maxReplicaCount ?? SCALED_JOB_DEFAULT_MAX;
      return { kind, ...meta, place, replicas, pod: podOf(spec.jobTargetRef.template) };
    }
    default:
      return kind satisfies never;
  }
}

type ContainerJson = PodTemplateJson["spec"]["containers"][number];
type VolumeJson = PodTemplateJson["spec"]["volumes"][number];

function podOf({ spec }: PodTemplateJson): PodTemplate {
  return {
    containers: [
      ...spec.initContainers.map((container) => containerOf(container, true)),
      ...spec.containers.map((container) => containerOf(container, false)),
    ],
    volumes: spec.volumes.map(volumeOf),
    tolerations: spec.tolerations,
    nodeSelector: spec.nodeSelector,
    imagePullSecrets: spec.imagePullSecrets,
    serviceAccount: spec.serviceAccountName,
  };
}

function containerOf(container: ContainerJson, init: boolean): Container {
  return {
    name: container.name,
    init,
    image: container.image,
    requests: container.resources?.requests ?? {},
    mounts: container.volumeMounts.map(({ name, mountPath }) => ({
      volume: name,
      path: mountPath,
    })),
  };
}

function volumeOf({ name, persistentVolumeClaim, emptyDir }: VolumeJson): Volume {
  if (persistentVolumeClaim) return { kind: "claim", name, claim: persistentVolumeClaim.claimName };
  return { kind: emptyDir === undefined ? "other" : "emptyDir", name };
}
