/** What the testbed only simulates does not answer, and the doctor says so: all that is wrong where nothing is broken. */
export const SIMULATED: readonly string[] = [
  "hpa-no-metrics HorizontalPodAutoscaler montage-ai/montage-ai-web",
  "api-unavailable APIService v1beta1.custom.metrics.k8s.io",
  "api-unavailable APIService v1beta1.metrics.k8s.io",
];

/** Their pods are made by programs that the testbed does not run; the doctor says so once they are some minutes old. */
const WITHOUT_PODS: readonly string[] = [
  "service-without-endpoints Service kube-system/kube-prometheus-stack-coredns",
  "service-without-endpoints Service monitoring/kube-prometheus-stack-alertmanager",
  "service-without-endpoints Service monitoring/kube-prometheus-stack-prometheus",
  "service-without-endpoints Service monitoring/kube-prometheus-stack-prometheus-node-exporter",
];

/** Errors without those that depend on how long the testbed has been up. */
export function withoutAging(errors: readonly string[]): readonly string[] {
  return errors.filter((error) => !WITHOUT_PODS.includes(error));
}
