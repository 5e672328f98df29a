import { z } from "zod";
import type {
  LimitRange,
  Namespace,
  PodDisruptionBudget,
  ResourceQuota,
  ServiceAccount,
} from "../model";
import { clusterWide, namespaced, narrowObject, type ReadObject } from "./object";
import {
  flag,
  imagePullSecrets,
  labelSelector,
  listOf,
  maybe,
  metadata,
  strings,
  text,
} from "./schemas";

const namespace = z.lazy(() => z.object({ metadata }));
const resourceQuota = z.lazy(() =>
  z.object({
    metadata,
    spec: maybe(
      z.object({
        hard: strings,
        scopes: listOf(z.string()),
        scopeSelector: maybe(
          z.object({ matchExpressions: listOf(z.object({ scopeName: z.string() })) }),
        ),
      }),
    ),
  }),
);
const limitRange = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      limits: listOf(
        z.object({
          type: z.string(),
          default: strings,
          defaultRequest: strings,
          min: strings,
          max: strings,
        }),
      ),
    }),
  }),
);
const podDisruptionBudget = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({ selector: maybe(labelSelector), minAvailable: text, maxUnavailable: text }),
  }),
);
const serviceAccount = z.lazy(() =>
  z.object({
    metadata,
    imagePullSecrets,
    automountServiceAccountToken: flag,
  }),
);

export function readNamespace(read: ReadObject): Namespace {
  const { metadata: meta } = narrowObject(namespace, read);
  return { ...clusterWide("Namespace", meta, read), labels: meta.labels };
}

export function readResourceQuota(read: ReadObject): ResourceQuota {
  const { metadata: meta, spec } = narrowObject(resourceQuota, read);
  const selected = spec?.scopeSelector?.matchExpressions.map(({ scopeName }) => scopeName) ?? [];
  return {
    ...namespaced("ResourceQuota", meta, read),
    hard: spec?.hard ?? {},
    scopes: [...(spec?.scopes ?? []), ...selected],
  };
}

export function readLimitRange(read: ReadObject): LimitRange {
  const { metadata: meta, spec } = narrowObject(limitRange, read);
  return { ...namespaced("LimitRange", meta, read), limits: spec.limits };
}

export function readPodDisruptionBudget(read: ReadObject): PodDisruptionBudget {
  const { metadata: meta, spec } = narrowObject(podDisruptionBudget, read);
  const { selector, minAvailable, maxUnavailable } = spec;
  return {
    ...namespaced("PodDisruptionBudget", meta, read),
    selector,
    minAvailable,
    maxUnavailable,
  };
}

export function readServiceAccount(read: ReadObject): ServiceAccount {
  const { metadata: meta, ...account } = narrowObject(serviceAccount, read);
  return {
    ...namespaced("ServiceAccount", meta, read),
    imagePullSecrets: account.imagePullSecrets,
    automountServiceAccountToken: account.automountServiceAccountToken,
  };
}
