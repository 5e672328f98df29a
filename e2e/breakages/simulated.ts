/** What the testbed only simulates does not answer, and the doctor says so: all that is wrong where nothing is broken. */
export const SIMULATED: readonly string[] = [
  "hpa-no-metrics HorizontalPodAutoscaler montage-ai/montage-ai-web",
  "api-unavailable APIService v1beta1.custom.metrics.k8s.io",
  "api-unavailable APIService v1beta1.metrics.k8s.io",
];
