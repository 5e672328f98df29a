import type { EnvironmentSpec } from "../../environments/schema";
import { groupBy } from "../../inventory/group-by";
import {
  type Declared,
  describe,
  type HelmRelease,
  type Inventory,
  type MetricsApi,
  type MetricsApiOwner,
  type Workload,
} from "../../inventory/model";
import { parseImage } from "../shared/image";

/** Where Helm says which release an object is of: https://github.com/helm/helm/blob/v3.18.0/pkg/action/validate.go */
const RELEASE_NAME = "meta.helm.sh/release-name";
const RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

/**
 * Who takes a metrics API, each once, in whatever form it was found: a release,
 * its Deployment and the APIService that it registers are one.
 */
export function claimsOn(
  api: MetricsApi,
  { metricsApiOwners, workloads }: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Declared[] {
  const owners = metricsApiOwners.filter((owner) => owner.api === api);
  const releases = owners.map(({ owner }) => owner).filter(isRelease);
  const servers =
    api === "v1beta1.metrics.k8s.io"
      ? workloads.filter((workload) => isMetricsServer(workload) && !isOf(workload, releases))
      : [];
  const installed = [...releases, ...firsts(servers, describe)];
  const registered = firsts(
    owners.filter(({ owner }) => !isRelease(owner)),
    ({ owner, service }) => service ?? describe(owner),
  )
    .filter((registration) => !isMadeBy(registration, installed))
    .map(({ owner }) => owner);
  const found = [...installed, ...registered];
  return found.some(isBuiltIn) ? found : [...found, ...providedBy(spec, api)];
}

/** Whether an owner is a Helm release, whatever installs it. */
export function isRelease(owner: Declared): owner is HelmRelease {
  return "releaseName" in owner;
}

/** k3s mirrors the image as `rancher/mirrored-metrics-server`. */
function isMetricsServer({ kind, pod }: Workload): boolean {
  const images = pod.containers.map(({ image }) => parseImage(image).repository);
  return kind === "Deployment" && images.some((image) => /\bmetrics-server$/.test(image));
}

function isOf(workload: Workload, releases: readonly HelmRelease[]): boolean {
  const { annotations = {}, namespace } = workload;
  return releases.some(
    ({ kind, releaseNamespace, releaseName }) =>
      (annotations[RELEASE_NAME] === releaseName &&
        annotations[RELEASE_NAMESPACE] === releaseNamespace) ||
      // Argo CD applies what the chart makes without Helm's marks.
      (kind.startsWith("Application") && releaseNamespace === namespace),
  );
}

/** Two in Terraform undo each other; elsewhere an APIService is how what is installed registers. */
function isMadeBy({ owner, service }: MetricsApiOwner, installed: readonly Declared[]): boolean {
  switch (owner.place.kind) {
    case "terraform":
      return false;
    case "cluster":
      return installed.length > 0;
    case "file":
      return installed.some((each) => service?.split("/")[0] === namespaceOf(each));
    default:
      return owner.place satisfies never;
  }
}

function namespaceOf(installed: Declared): string | undefined {
  return isRelease(installed) ? installed.releaseNamespace : installed.namespace;
}

/** What the cluster brings, as it is found there: k3s deploys its own into kube-system, without Helm's marks. */
function isBuiltIn({ kind, namespace, place, annotations = {} }: Declared): boolean {
  if (kind === "APIService") return place.kind === "cluster";
  return (
    kind === "Deployment" && namespace === "kube-system" && annotations[RELEASE_NAME] === undefined
  );
}

/** The owner that the environment says its cluster brings. */
function providedBy(spec: EnvironmentSpec | undefined, api: MetricsApi): readonly Declared[] {
  const provides = spec?.cluster.provides.includes("metrics-server") ?? false;
  if (api !== "v1beta1.metrics.k8s.io" || spec === undefined || !provides) return [];
  const place = { kind: "cluster", context: spec.name } as const;
  return [{ kind: "Cluster", name: "metrics-server", place }];
}

function firsts<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...groupBy(items, keyOf).values()].flatMap((group) => group.slice(0, 1));
}
