import type { DiagnosisText } from "./diagnosis-text";

/** Diagnoses of workloads as a whole, and of the Services before them. */
export const WORKLOAD_CATALOG = {
  "workload-not-ready": {
    title:
      "Pods of a workload run and are not ready: since when, which probe, with what answer, who is cut off.",
    reads:
      "the condition Ready of the pods, the event Unhealthy, readiness gates; Services without another endpoint, and the variables and triggers that name them",
  },
  "workload-off": {
    title: "A workload of a Helm release, or of this project, has 0 replicas and no autoscaler.",
    reads: "replicas, and what scales",
  },
  "rollout-stuck": {
    title: "A Deployment has given its rollout up.",
    reads: "the condition Progressing",
  },
  "rollout-paused": {
    title: "A Deployment's rollouts are paused: no change of its pods arrives.",
    reads: "spec.paused",
  },
  "job-failed": {
    title: "A Job was given up within the last day, and none after it has succeeded.",
    reads: "the conditions Failed and Complete of the Jobs of one maker",
  },
  "cronjob-suspended": {
    title: "A CronJob is suspended (a warning).",
    reads: "spec.suspend",
  },
  "service-without-endpoints": {
    title: "A Service has no ready endpoint though pods are meant to be behind it.",
    reads: "EndpointSlices, the pods and workloads that the Service selects",
  },
} as const satisfies Readonly<Record<string, DiagnosisText>>;
