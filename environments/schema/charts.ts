import { z } from "zod";

/** Charts that this project installs; a release has its chart's name. */
export const CHART_NAMES = [
  "keda",
  "metrics-server",
  "prometheus-operator-crds",
  "kube-prometheus-stack",
  "prometheus-adapter",
  "external-secrets",
  "cluster-autoscaler",
  "nvidia-device-plugin",
  "csi-driver-nfs",
  "ceph-csi-cephfs",
] as const;
export type ChartName = (typeof CHART_NAMES)[number];

const NAME_ONE_RELEASE = "name one release of the chart: <major>.<minor>.<patch>, without a v";

/** Exact version of a chart: a range would change under a second plan. */
export const chartVersion = z
  .string()
  .refine((version) => /^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/.test(version), {
    error: 'must be one exact version, e.g. "2.20.2"',
    params: { fix: NAME_ONE_RELEASE },
  });

/** Versions in place of those in charts.yaml, in one environment. */
export const chartVersions = z.strictObject({
  keda: chartVersion.optional(),
  "metrics-server": chartVersion.optional(),
  "prometheus-operator-crds": chartVersion.optional(),
  "kube-prometheus-stack": chartVersion.optional(),
  "prometheus-adapter": chartVersion.optional(),
  "external-secrets": chartVersion.optional(),
  "cluster-autoscaler": chartVersion.optional(),
  "nvidia-device-plugin": chartVersion.optional(),
  "csi-driver-nfs": chartVersion.optional(),
  "ceph-csi-cephfs": chartVersion.optional(),
} satisfies Record<ChartName, z.ZodOptional<typeof chartVersion>>);
export type ChartVersions = z.output<typeof chartVersions>;
