import { z } from "zod";
import { container, inPod, security } from "./container";
import {
  count,
  flag,
  imagePullSecrets,
  labelSelector,
  listOf,
  maybe,
  metadata,
  nodeSelectorTerms,
  strings,
  text,
} from "./schemas";
import { volume } from "./volume";

/** Kubernetes' default: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const DEFAULT_GRACE_SECONDS = 30;

/** Pods that a pod does not share a node, a zone, … with. */
const antiAffinityTerm = z.lazy(() =>
  z
    .object({
      /** Label whose value pods that it selects must not share. */
      topologyKey: z.string(),
      /** Undefined: selects no pods. */
      labelSelector: maybe(labelSelector),
      /** Namespaces of those pods; empty: the pod's own. */
      namespaces: listOf(z.string()),
    })
    .transform(({ labelSelector: selector, ...term }) => ({ ...term, selector })),
);

/** How evenly pods are spread over nodes, zones, … */
const spreadConstraint = z.lazy(() =>
  z
    .object({
      topologyKey: z.string(),
      /** Most pods that one place may have more than the emptiest. */
      maxSkew: count.transform((pods) => pods ?? 1),
      whenUnsatisfiable: text,
      /** Pods of the namespace that are counted; undefined: none. */
      labelSelector: maybe(labelSelector),
    })
    .transform(({ labelSelector: selector, ...constraint }) => ({ ...constraint, selector })),
);

const affinity = z.lazy(() =>
  z.object({
    nodeAffinity: maybe(
      z.object({
        requiredDuringSchedulingIgnoredDuringExecution: maybe(
          z.object({ nodeSelectorTerms: nodeSelectorTerms }),
        ),
      }),
    ),
    podAntiAffinity: maybe(
      z.object({ requiredDuringSchedulingIgnoredDuringExecution: listOf(antiAffinityTerm) }),
    ),
  }),
);

/** A switch that is off where the manifest says nothing. */
const off = flag.transform((on) => on ?? false);

/**
 * What is known of a pod. A field that keeps its name is one line here: readers and rules
 * have it under that name, with the type that the line gives it.
 */
const podSpec = z.lazy(() =>
  z
    .object({
      /** Init containers first. */
      containers: listOf(container),
      initContainers: listOf(container),
      volumes: listOf(volume),
      tolerations: listOf(z.object({ key: text, operator: text, value: text, effect: text })),
      nodeSelector: strings,
      affinity: maybe(affinity),
      topologySpreadConstraints: listOf(spreadConstraint),
      /** Names of Secrets in the pod's namespace. */
      imagePullSecrets,
      serviceAccountName: text,
      /** Undefined: the service account decides. */
      automountServiceAccountToken: flag,
      priorityClassName: text,
      hostNetwork: off,
      hostPID: off,
      hostIPC: off,
      /** Seconds; 30 where the manifest names none. */
      terminationGracePeriodSeconds: count.transform((seconds) => seconds ?? DEFAULT_GRACE_SECONDS),
      securityContext: maybe(z.object(security)),
    })
    .transform(
      ({
        containers,
        initContainers,
        affinity: { nodeAffinity, podAntiAffinity } = {},
        topologySpreadConstraints,
        serviceAccountName,
        securityContext,
        ...pod
      }) => ({
        ...pod,
        /** Init containers first. */
        containers: [
          ...initContainers.map((each) => inPod(each, true, securityContext)),
          ...containers.map((each) => inPod(each, false, securityContext)),
        ],
        /** Terms of the required node affinity, one of which must match; undefined: none is required. */
        nodeAffinity:
          nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
        /** Terms of the required pod anti-affinity, all of which hold. */
        antiAffinity: podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
        /** Spread constraints that leave a pod Pending rather than break them (`DoNotSchedule`). */
        hardSpread: topologySpreadConstraints.flatMap(({ whenUnsatisfiable, ...spread }) =>
          whenUnsatisfiable === "ScheduleAnyway" ? [] : [spread],
        ),
        /** `default` where the manifest names none. */
        serviceAccount: serviceAccountName ?? "default",
        security: {
          runAsNonRoot: securityContext?.runAsNonRoot,
          runAsUser: securityContext?.runAsUser,
          seccompProfile: securityContext?.seccompProfile,
        },
      }),
    ),
);

/** The pods of a workload, or a Pod. */
export const podTemplate = z.lazy(() =>
  z.object({ metadata: maybe(metadata), spec: podSpec }).transform(({ metadata: meta, spec }) => ({
    labels: meta?.labels ?? {},
    annotations: meta?.annotations ?? {},
    ...spec,
  })),
);
export type PodTemplate = z.output<typeof podTemplate>;
