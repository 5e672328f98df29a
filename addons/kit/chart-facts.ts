/** The aggregated APIs that carry metrics; each is served by exactly one component. */
export const METRICS_APIS = [
  "v1beta1.metrics.k8s.io",
  "v1beta1.external.metrics.k8s.io",
  "v1beta1.custom.metrics.k8s.io",
] as const;
export type MetricsApi = (typeof METRICS_APIS)[number];

/** A version of an operator's API that its later releases do not serve. */
export interface RetiredApi {
  /** API group and version. */
  readonly apiVersion: string;
  /** First release of the chart that does not serve it, as `major.minor`. */
  readonly from: string;
  /** API version to write in its place. */
  readonly use: string;
  /** Where the project says so. */
  readonly source: string;
}

/** Which CRDs a chart brings, and how; from its templates and values, at the version of charts.yaml. */
export interface ChartCrds {
  readonly groups: readonly string[];
  /** Value that is false where the chart shall not bring them. @default it always does */
  readonly install?: readonly string[];
  /**
   * Value with annotations for CRDs that are templates, which Helm takes away with the release.
   *
   * @default they are in `crds/`, which Helm neither upgrades nor removes
   */
  readonly annotations?: readonly string[];
  /**
   * Version of the operator (`appVersion`) by version of the chart, where the CRDs come by one
   * chart and the operator that reads them by another: the pinned version, and those that a
   * rollback would take.
   */
  readonly operatorVersions?: Readonly<Record<string, string>>;
  /** What a CRD in checked content says comes first. @default none */
  readonly retired?: readonly RetiredApi[];
}

/** Which Kubernetes a series of a chart is for. */
export interface ChartSupport {
  /** Major and minor version of the chart that this was looked up for. */
  readonly series: string;
  /** Oldest minor that the chart's `kubeVersion` (Chart.yaml) lets in: Helm refuses older ones. @default it has none */
  readonly installsFrom?: string;
  /** Minors that the project says it tests or supports, without `to` all newer ones. @default it says nothing */
  readonly tested?: { readonly from: string; readonly to?: string };
  /** Where the project says so. */
  readonly source: string;
}

/** How long a project mends a release of its chart. */
export interface SupportPolicy {
  /** Newest minors that it mends; the others get no fix, not even of security. */
  readonly minors: number;
  /** Where the project says so. */
  readonly source: string;
}

/** How a version of a chart was looked at. */
export interface ChartEvidence {
  readonly version: string;
  /** `seen`: rendered with the values of this project; `read`: what its project says of it, and no more. */
  readonly how: "seen" | "read";
  /** What was done with it, or read, and what was not. */
  readonly what: string;
  /** Day, `YYYY-MM-DD`. */
  readonly day: string;
  /** Where it is from. */
  readonly source: string;
}

/** Releases of a chart that are known. */
export interface ChartReleases {
  /** Version of the newest. */
  readonly newest: string;
  /** Minors, newest first, and the day of their first release. @default of the day: not known */
  readonly minors: readonly { readonly minor: string; readonly day?: string }[];
  /** Day on which they were looked up, `YYYY-MM-DD`. */
  readonly day: string;
  /** Where. */
  readonly source: string;
}
