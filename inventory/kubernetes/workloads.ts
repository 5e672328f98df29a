import { z } from "zod";
import { isObject } from "../json";
import type { Workload, WorkloadKind } from "../model";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { podTemplate } from "./pod";
import { count, labelSelector, listOf, maybe, metadata, text } from "./schemas";

const replicated = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      replicas: count,
      selector: maybe(labelSelector),
      strategy: maybe(
        z.object({
          type: text,
          rollingUpdate: maybe(z.object({ maxSurge: text, maxUnavailable: text })),
        }),
      ),
      template: podTemplate,
    }),
  }),
);
const jobSpec = z.lazy(() => z.object({ parallelism: count, template: podTemplate }));
const job = z.lazy(() =>
  z.object({
    metadata,
    spec: jobSpec,
    status: maybe(z.object({ conditions: listOf(z.object({ type: text, status: text })) })),
  }),
);
const cronJob = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({ jobTemplate: z.object({ spec: jobSpec }) }),
  }),
);
const scaledJob = z.lazy(() => z.object({ metadata, spec: z.object({ jobTargetRef: jobSpec }) }));
const pod = z.lazy(() => z.object({ metadata, status: maybe(z.object({ phase: text })) }));

/** Reads what makes pods; nothing for a Pod or Job that another object of the inventory made. */
export function readWorkload(kind: WorkloadKind, read: ReadObject): readonly Workload[] {
  if ((kind === "Pod" || kind === "Job") && hasController(read)) return [];
  return [workloadOf(kind, read)];
}

function workloadOf(kind: WorkloadKind, read: ReadObject): Workload {
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet": {
      const { metadata: meta, spec } = narrowObject(replicated, read);
      const { replicas, selector, strategy, template } = spec;
      return {
        ...namespaced(kind, meta, read),
        labels: meta.labels,
        replicas,
        selector,
        maxSurge: strategy?.type === "Recreate" ? "0" : strategy?.rollingUpdate?.maxSurge,
        maxUnavailable: strategy?.rollingUpdate?.maxUnavailable,
        pod: template,
        finished: false,
      };
    }
    case "Job": {
      const { metadata: meta, spec, status } = narrowObject(job, read);
      return {
        ...namespaced(kind, meta, read),
        labels: meta.labels,
        replicas: spec.parallelism ?? 1,
        ...NO_ROLLOUT,
        pod: spec.template,
        finished: (status?.conditions ?? []).some(
          (condition) => ENDS.has(condition.type ?? "") && condition.status === "True",
        ),
      };
    }
    case "CronJob": {
      const { metadata: meta, spec } = narrowObject(cronJob, read);
      const { parallelism, template } = spec.jobTemplate.spec;
      return {
        ...namespaced(kind, meta, read),
        labels: meta.labels,
        replicas: parallelism ?? 1,
        ...NO_ROLLOUT,
        pod: template,
        finished: false,
      };
    }
    case "ScaledJob": {
      const { metadata: meta, spec } = narrowObject(scaledJob, read);
      return {
        ...namespaced(kind, meta, read),
        labels: meta.labels,
        replicas: undefined,
        ...NO_ROLLOUT,
        pod: spec.jobTargetRef.template,
        finished: false,
      };
    }
    case "Pod": {
      const { metadata: meta, status } = narrowObject(pod, read);
      return {
        ...namespaced(kind, meta, read),
        labels: meta.labels,
        replicas: 1,
        ...NO_ROLLOUT,
        pod: narrowObject(podTemplate, read),
        finished: status?.phase === "Succeeded" || status?.phase === "Failed",
      };
    }
    default:
      return kind satisfies never;
  }
}

/** Conditions of a Job that has ended: https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions */
const ENDS: ReadonlySet<string> = new Set(["Complete", "Failed"]);

const NO_ROLLOUT = {
  selector: undefined,
  maxSurge: undefined,
  maxUnavailable: undefined,
} as const;

function hasController({ object }: ReadObject): boolean {
  const owners = isObject(object.metadata) ? object.metadata.ownerReferences : undefined;
  return (
    Array.isArray(owners) && owners.some((owner) => isObject(owner) && owner.controller === true)
  );
}
