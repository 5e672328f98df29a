import { CHART_NAMES, chartNamed } from "../../addons";
import { closest } from "../../environments/suggest";
import { chartPins } from "../../environments/chart-pins";
import type { EnvironmentSpec } from "../../environments/schema";
import { API } from "../../inventory/api/schemas";
import { groupBy } from "../../inventory/group-by";
import { type Content, describe, type Inventory } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { refusal, versionedKind } from "./refusal";

/** Groups that Kubernetes itself serves all kinds of; without those whose kinds the table leaves out. */
const BUILT_IN: ReadonlySet<string> = new Set(
  Object.keys({ ...API.kinds, ...API.removed })
    .map((kind) => groupOf(kind.replace(/ .*/, "")))
    .filter((group) => !/^(authentication|authorization|apiextensions)\.k8s\.io$|keda/.test(group)),
);

/** Groups of KEDA, all kinds of which the table has. */
const KEDA: ReadonlySet<string> = new Set(
  Object.keys(API.kinds)
    .map((kind) => groupOf(kind.replace(/ .*/, "")))
    .filter((group) => group.includes("keda")),
);

/** Kinds that no other project has: of another group they are misspelt, or KEDA 1's (keda.k8s.io). */
const KEDA_ALONE: ReadonlySet<string> = new Set([
  "ScaledObject",
  "ScaledJob",
  "TriggerAuthentication",
  "ClusterTriggerAuthentication",
]);

/** Versions of an API: https://kubernetes.io/docs/reference/using-api/#api-versioning */
const API_VERSION = /^v\d+((alpha|beta)\d+)?$/;

/** KEDA of the table, e.g. `2.21.0`. */
const KEDA_VERSION = /\/keda\/\S* v(\S+)/.exec(API.sources.join("\n"))?.[1] ?? "";

/** Kinds by name, for those who write them in another group's version. */
const BY_KIND = groupBy(Object.keys(API.kinds), (kind) => kind.replace(/.* /, ""));

/** Kinds of Kubernetes' groups whose objects are asked for, and not applied. */
const ASKED_FOR: ReadonlySet<string> = new Set(["Eviction", "Scale", "Binding", "List", "Status"]);

/** What the provider asks for, where its name does not say it: kubernetes/provider.go and the files that it names (2.38.0). */
const TYPED: Readonly<Record<string, string>> = {
  kubernetes_cron_job: "batch/v1beta1 CronJob",
  kubernetes_ingress: "extensions/v1beta1 Ingress",
  kubernetes_pod_disruption_budget: "policy/v1beta1 PodDisruptionBudget",
  kubernetes_horizontal_pod_autoscaler_v2beta2: "autoscaling/v2beta2 HorizontalPodAutoscaler",
};

/** Versions that the cluster, or every supported one, does not serve. */
export function servedVersions(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const definitions = new Map(
    inventory.customResourceDefinitions.map((crd) => [`${crd.group} ${crd.defines}`, crd]),
  );
  return inventory.contents
    .filter(({ place }) => place.kind !== "cluster")
    .flatMap((content) => {
      const typed = typedKind(content);
      if (typed !== undefined) return removed(content, typed, spec);
      const named = versionedKind(content);
      if (named === undefined) return [];
      const { apiVersion, kind } = named;
      const group = groupOf(apiVersion);
      const crd = definitions.get(`${group} ${kind}`);
      const version = apiVersion.replace(/.*\//, "");
      if (crd !== undefined) {
        return crd.serves.length === 0 || crd.serves.includes(version)
          ? []
          : [
              refusal(
                content,
                "error",
                `is of ${apiVersion}, and ${describe(crd)} serves ${crd.serves.join(", ")}: the API server refuses it`,
                `apiVersion: ${group}/${crd.serves.at(-1)}`,
              ),
            ];
      }
      if (KEDA.has(group) || KEDA_ALONE.has(kind)) {
        return ofKeda(content, `${apiVersion} ${kind}`, spec);
      }
      if (!BUILT_IN.has(group)) return retired(content, apiVersion, spec);
      return builtIn(content, `${apiVersion} ${kind}`, spec);
    });
}

function typedKind({ place }: Content): string | undefined {
  if (place.kind !== "terraform") return undefined;
  return TYPED[place.address.replace(/^(module\.[^.]+\.)*/, "").replace(/\..*/, "")];
}

function builtIn(
  content: Content,
  kind: string,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  if (API.removed[kind] !== undefined) return removed(content, kind, spec);
  if (API.kinds[kind] !== undefined || ASKED_FOR.has(content.kind)) return [];
  const served = (BY_KIND.get(content.kind) ?? []).map((each) => each.replace(/ .*/, ""));
  const [use] = served;
  if (use === undefined) return [];
  // A version of the same group may be a later Kubernetes' than that of the schemas.
  const version = spec?.cluster.kubernetesVersion;
  const isKnown = version !== undefined && !isBefore(API.kubernetes, version);
  const group = groupOf(kind.replace(/ .*/, ""));
  if (served.some((each) => groupOf(each) === group) && !isKnown) return [];
  return [
    refusal(
      content,
      "error",
      `is of ${kind.replace(/ .*/, "")}, which has no kind ${content.kind} (Kubernetes ${API.kubernetes}): the API server refuses it`,
      `apiVersion: ${use}`,
    ),
  ];
}

function removed(
  content: Content,
  kind: string,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const removal = API.removed[kind];
  // Without an environment: what the Kubernetes of the schemas has no longer.
  const kubernetes = spec?.cluster.kubernetesVersion ?? API.kubernetes;
  if (removal === undefined || isBefore(kubernetes, removal.from)) return [];
  const { from, use } = removal;
  return [
    refusal(
      content,
      spec === undefined ? "warning" : "error",
      `is ${kind}, which Kubernetes ${from} and newer do not serve${spec === undefined ? "" : `, and ${spec.name} has ${kubernetes}`}: the API server refuses it`,
      use === undefined
        ? "remove it; nothing of Kubernetes' own is in its place"
        : `write apiVersion: ${use.replace(/ .*/, "")}, and its fields as they are there`,
    ),
  ];
}

/** A version or a kind that KEDA does not have, a typing error among them. */
function ofKeda(
  content: Content,
  kind: string,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  if (API.kinds[kind] !== undefined) return [];
  const [apiVersion = ""] = kind.split(" ");
  const group = groupOf(apiVersion);
  const [use] = BY_KIND.get(content.kind) ?? [];
  const kinds = Object.keys(API.kinds)
    .filter((each) => groupOf(each) === group)
    .map((each) => each.replace(/.* /, ""));
  const meant = closest(content.kind, kinds);
  // A later KEDA may have another version, or a new kind; it has no misspelt one.
  const misspelt =
    use === undefined
      ? meant !== undefined
      : !KEDA.has(group) || !API_VERSION.test(apiVersion.replace(/.*\//, ""));
  return [
    refusal(
      content,
      spec === undefined && !misspelt ? "warning" : "error",
      `is of ${apiVersion}, in which KEDA ${KEDA_VERSION} has no kind ${content.kind}: the API server refuses it`,
      use === undefined
        ? `kind: ${meant ?? `one of ${kinds.join(", ")}`}`
        : `apiVersion: ${use.replace(/ .*/, "")}`,
    ),
  ];
}

/** For the operators that the environments have. */
const RETIRED_APIS = CHART_NAMES.flatMap((chart) =>
  (chartNamed(chart).crds?.retired ?? []).map((api) => ({ ...api, chart })),
);

/** What the environment's operators, or their present releases, do not serve. */
function retired(
  content: Content,
  apiVersion: string,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  return RETIRED_APIS.filter((each) => each.apiVersion === apiVersion).flatMap((each) => {
    const version = spec && chartVersionOf(each.chart, spec);
    if (version !== undefined && isBefore(version, each.from)) return [];
    return [
      refusal(
        content,
        version === undefined ? "warning" : "error",
        `is of ${apiVersion}, which ${each.chart} ${each.from} and newer do not serve${spec === undefined || version === undefined ? "" : `, and ${spec.name} has ${version}`}: the API server refuses it`,
        `apiVersion: ${each.use} (${each.source})`,
      ),
    ];
  });
}

function chartVersionOf(chart: string, { switches }: EnvironmentSpec): string | undefined {
  const own = new Map<string, string>(Object.entries(switches.chartVersions)).get(chart);
  return own ?? new Map(Object.entries(chartPins())).get(chart)?.version;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : "";
}

/** By major and minor version. */
function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
