import { METRICS_APIS, type MetricsApi } from "../../addons/kit/chart-facts";
import type { NodeShape } from "../../environments/nodes/placement";
import type { Declared, Namespaced, ObjectName } from "./object";

export { METRICS_APIS, type MetricsApi };

/** A component that registers a metrics API. */
export interface MetricsApiOwner {
  readonly api: MetricsApi;
  readonly owner: Declared;
  /** Of an APIService, the Service behind it, as `namespace/name`; undefined: not said. */
  readonly service?: string;
}

/** Kinds of the objects that declare a release: of Terraform, helmfile and Flux; of Argo CD; of k3s. */
export const RELEASE_KINDS = ["HelmRelease", "Application", "ApplicationSet", "HelmChart"] as const;

/** A Helm release, whatever installs it. */
export interface HelmRelease extends Namespaced {
  readonly kind: (typeof RELEASE_KINDS)[number];
  /** Name that Helm knows it by, which may differ from that of the object. */
  readonly releaseName: string;
  /** Namespace that the chart is installed into. */
  readonly releaseNamespace: string;
  /** Name of the chart, without repository, folder or version. */
  readonly chart: string;
  /** Address of the chart's repository; undefined: the chart names itself in full. */
  readonly repository: string | undefined;
  readonly version: string | undefined;
  /** Takes over objects of another release, without an error (`take_ownership`). */
  readonly takesOwnership: boolean;
  /** All values, later documents over earlier ones. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the release says that more of it stands; gone once they are found. @default nowhere */
  readonly references?: ReleaseReferences;
  /** What of its values and its chart could not be read. @default nothing */
  readonly unread?: readonly string[];
}

/** Objects beside a release that it takes a part of its content from. */
export interface ReleaseReferences {
  /** OCIRepository that is the chart. */
  readonly chart?: ObjectName;
  /** HelmRepository that the chart is in. */
  readonly repository?: ObjectName;
  /** Objects with documents of values, below the release's own. */
  readonly valuesBelow?: readonly ValuesReference[];
  /** The same, over the release's own. */
  readonly valuesAbove?: readonly ValuesReference[];
  /** Values set one by one, by their paths: over all documents of values, as Helm's `--set` is. */
  readonly set?: readonly { readonly name: string; readonly value: unknown }[];
}

/** A document of values in another object. */
export interface ValuesReference extends ObjectName {
  /** Path of the document in the object. */
  readonly path: readonly string[];
  /** Path in the values that the text is put at, as with `--set`; undefined: a whole document. */
  readonly target?: string;
  /** May be missing. */
  readonly optional: boolean;
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
