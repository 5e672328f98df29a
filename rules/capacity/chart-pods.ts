import { z } from "zod";
import { knownChart } from "../../addons";
import type { ChartContainer, ChartPods } from "../../addons/kit/chart-pods";
import { isObject, type JsonObject } from "../../inventory/json";
import { listOf, maybe, strings, text } from "../../inventory/kubernetes/schemas";
import { describe, type HelmRelease } from "../../inventory/model";
import {
  type ContainerDefaults,
  type ContainerResources,
  podResources,
  withDefaults,
} from "./pod-resources";
import type { PodDemand } from "./situation";

const resources = z.lazy(() => maybe(z.object({ requests: strings, limits: strings })));
const placement = z.lazy(() =>
  z.object({
    nodeSelector: strings,
    tolerations: maybe(listOf(z.object({ key: text, operator: text, value: text, effect: text }))),
  }),
);

/** The pods that a release brings, by its chart and values; undefined: the chart is not known. */
export function chartPods(
  release: HelmRelease,
  defaults: ContainerDefaults,
): readonly PodDemand[] | undefined {
  return knownChart(release.chart)
    ?.pods.filter(({ unlessOff }) => isOn(release.values, unlessOff))
    .map((pods) => demandOf(pods, release, defaults));
}

function demandOf(pods: ChartPods, release: HelmRelease, defaults: ContainerDefaults): PodDemand {
  const { values, releaseNamespace: namespace } = release;
  const containers = pods.containers
    .filter(({ unlessOff }) => isOn(values, unlessOff))
    .map((container) => withDefaults(containerOf(container, values), defaults));
  const found = pods.placement === undefined ? values : at(values, pods.placement);
  const { nodeSelector, tolerations } = placement.parse(isObject(found) ? found : {});
  const labels = { "app.kubernetes.io/name": pods.name };
  const everyNode = pods.kind === "DaemonSet";
  const apart = {
    topologyKey: "kubernetes.io/hostname",
    selector: { matchLabels: labels, matchExpressions: [] },
    namespaces: [],
  };
  return {
    owner: release,
    name: `${pods.kind} ${pods.name} of ${describe(release)}`,
    origin: "chart",
    namespace,
    labels,
    everyNode,
    count: everyNode ? 0 : replicasOf(pods, values),
    countUnknown: false,
    autoscaler: undefined,
    place: {
      nodeSelector,
      nodeAffinity: pods.nodeAffinity,
      tolerations: tolerations ?? pods.tolerations,
    },
    resources: podResources(containers),
    containers,
    antiAffinity: pods.apart === true ? [apart] : [],
    hardSpread: [],
    nodeVolumes: [],
    rolloutAdds: 0,
    finishing: 0,
  };
}

function replicasOf({ replicas, unsetReplicas = 1 }: ChartPods, values: JsonObject): number {
  const found = replicas === undefined ? undefined : at(values, replicas);
  return typeof found === "number" ? found : unsetReplicas;
}

function containerOf(container: ChartContainer, values: JsonObject): ContainerResources {
  const found = resources.safeParse(at(values, container.resources)).data;
  return {
    name: container.resources,
    init: false,
    sidecar: false,
    requests: { ...container.requests, ...found?.requests },
    limits: found?.limits ?? {},
  };
}

function isOn(values: JsonObject, path: string | undefined): boolean {
  return path === undefined || at(values, path) !== false;
}

function at(values: JsonObject, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), values);
}
