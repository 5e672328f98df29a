import type { JudgedRequests } from "../admission-policy/admission-policy";

/** A kind of object whose scaling or grace has one owner. */
export interface GuardedResource {
  readonly kind: GuardedKind;
  readonly judges: Pick<JudgedRequests, "apiGroup" | "apiVersion" | "resource">;
  /** CEL: whether `object` has what is guarded as `oldObject` has it. */
  readonly unchanged: string;
  /** What is guarded, for people. */
  readonly what: string;
}

const GRACE = "spec.template.spec.?terminationGracePeriodSeconds";
const REPLICAS = "spec.?replicas";

const same = (...paths: readonly string[]) =>
  paths.map((path) => `object.${path} == oldObject.${path}`).join(" && ");

/** Of workloads the two values that others contradict; of what only scales, all of its spec. */
export const GUARDED = [
  {
    kind: "Deployment",
    judges: { apiGroup: "apps", apiVersion: "v1", resource: "deployments" },
    unchanged: same(GRACE, REPLICAS),
    what: "replicas or termination grace",
  },
  {
    kind: "StatefulSet",
    judges: { apiGroup: "apps", apiVersion: "v1", resource: "statefulsets" },
    unchanged: same(GRACE, REPLICAS),
    what: "replicas or termination grace",
  },
  {
    kind: "ScaledObject",
    judges: { apiGroup: "keda.sh", apiVersion: "v1alpha1", resource: "scaledobjects" },
    unchanged: same("spec"),
    what: "scaling",
  },
  {
    kind: "ScaledJob",
    judges: { apiGroup: "keda.sh", apiVersion: "v1alpha1", resource: "scaledjobs" },
    unchanged: same("spec"),
    what: "scaling or grace",
  },
  {
    kind: "HorizontalPodAutoscaler",
    judges: { apiGroup: "autoscaling", apiVersion: "v2", resource: "horizontalpodautoscalers" },
    unchanged: same("spec"),
    what: "scaling",
  },
  {
    kind: "PodDisruptionBudget",
    judges: { apiGroup: "policy", apiVersion: "v1", resource: "poddisruptionbudgets" },
    unchanged: same("spec"),
    what: "budget",
  },
] as const satisfies readonly (Omit<GuardedResource, "kind"> & { kind: string })[];

export type GuardedKind = (typeof GUARDED)[number]["kind"];
