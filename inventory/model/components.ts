import { METRICS_APIS, type MetricsApi } from "../../addons/kit/chart-facts";
import type { NodeShape } from "../../environments/nodes/placement";
import type { Declared, Namespaced } from "./object";

export { METRICS_APIS, type MetricsApi };

/** A component that registers a metrics API. */
export interface MetricsApiOwner {
  readonly api: MetricsApi;
  readonly owner: Declared;
  /** Of an APIService, the Service behind it, as `namespace/name`; undefined: not said. */
  readonly service?: string;
}

export interface HelmRelease extends Namespaced {
  /** Name of the chart, without repository, folder or version. */
  readonly chart: string;
  /** Address of the chart's repository; undefined: the chart names itself in full. */
  readonly repository: string | undefined;
  readonly version: string | undefined;
  /** Takes over objects that somebody else installed, without an error (`take_ownership`). */
  readonly takesOwnership: boolean;
  /** All values, later documents over earlier ones. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface CustomResourceDefinition extends Declared {
  readonly group: string;
  /** Kind of the custom resources. */
  readonly defines: string;
  /** Versions that the API server answers to. */
  readonly serves: readonly string[];
}

/** An object of a kind that the API server has only from a CustomResourceDefinition. */
export interface CustomResource extends Declared {
  /** API group, e.g. `keda.sh`. */
  readonly group: string;
}

/** A node of a cluster; what a pod needs can be held against it with `refusals`. */
export interface ClusterNode extends Declared, NodeShape {
  readonly name: string;
  readonly ready: boolean;
}
