/** A version of an operator's API that its later releases do not serve. */
export interface RetiredApi {
  /** API group and version. */
  readonly apiVersion: string;
  /** Chart of the operator. */
  readonly chart: string;
  /** First release that does not serve it, as `major.minor`. */
  readonly from: string;
  /** API version to write in its place. */
  readonly use: string;
  /** Where the project says so. */
  readonly source: string;
}

/** For the operators that the environments have; what a CRD in the checked content says comes first. */
export const RETIRED_APIS: readonly RetiredApi[] = [
  {
    apiVersion: "external-secrets.io/v1beta1",
    chart: "external-secrets",
    from: "0.17",
    use: "external-secrets.io/v1",
    source: "https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0",
  },
];
