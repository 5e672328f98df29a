/** Quantities by resource, e.g. `cpu: "100m"`. */
type Quantities = Readonly<Record<string, string>>;

/** Toleration, as in a pod spec. */
interface Toleration {
  /** @default any key */
  readonly key?: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  /** @default any effect */
  readonly effect?: string;
}

/** A term of a required node affinity, about labels. */
interface NodeTerm {
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

/** A container of a chart's pod. */
export interface ChartContainer {
  /** Path in the values of its `requests` and `limits`, dots between the keys. */
  readonly resources: string;
  /** Requests where the values have none. @default none */
  readonly requests?: Quantities;
  /** Path in the values of the switch that leaves it out when false. @default always there */
  readonly unlessOff?: string;
}

/** Pods of a chart. */
export interface ChartPods {
  readonly name: string;
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  /** Path in the values of the number of pods. @default one, or a DaemonSet's one per node */
  readonly replicas?: string;
  /** Pods where the values do not say. @default 1 */
  readonly unsetReplicas?: number;
  /** Init containers left out: none asks for more than the others together. */
  readonly containers: readonly ChartContainer[];
  /** Path in the values of the switch that leaves them out. @default always there */
  readonly unlessOff?: string;
  /** Path in the values of what `nodeSelector` and `tolerations` are in. @default the values themselves */
  readonly placement?: string;
  /** Where the values have none. @default none */
  readonly tolerations?: readonly Toleration[];
  /** @default none */
  readonly nodeAffinity?: readonly NodeTerm[];
  /** Required anti-affinity by hostname among themselves. @default no */
  readonly apart?: boolean;
}
