import type { LabelSelector } from "./label-selector";
import type { Declared, Labels, Namespaced } from "./object";
import type { Quantities } from "./pod";

export interface Namespace extends Declared {
  readonly labels: Labels;
}

export interface ResourceQuota extends Namespaced {
  /** E.g. `requests.cpu`, `pods`, as written. */
  readonly hard: Quantities;
  /** Names of the scopes that narrow it; empty: it counts every pod. */
  readonly scopes: readonly string[];
}

export interface LimitRange extends Namespaced {
  readonly limits: readonly {
    /** `Container`, `Pod`, `PersistentVolumeClaim`. */
    readonly type: string;
    readonly default: Quantities;
    readonly defaultRequest: Quantities;
    readonly min: Quantities;
    readonly max: Quantities;
  }[];
}

export interface PodDisruptionBudget extends Namespaced {
  /** Undefined: selects no pods. */
  readonly selector: LabelSelector | undefined;
  /** Number or percentage, as written. */
  readonly minAvailable: string | undefined;
  readonly maxUnavailable: string | undefined;
}

export interface ServiceAccount extends Namespaced {
  readonly imagePullSecrets: readonly string[];
  /** Undefined: mounted. */
  readonly automountServiceAccountToken: boolean | undefined;
}

export interface ConfigMap extends Namespaced {
  readonly data: Labels;
}

/** A key of a Secret; its value is never read. */
export interface SecretKey {
  readonly key: string;
  /** The value is written out, not an expression that only an apply resolves. */
  readonly literal: boolean;
  /** The literal says itself that it is to be replaced, as `changeme` does. */
  readonly placeholder: boolean;
}

/** A Secret that exists in a namespace once everything is applied. */
export interface ProvidedSecret extends Namespaced {
  /** What provides it: the Secret itself, or an ExternalSecret that becomes it. */
  readonly kind: "Secret" | "ExternalSecret";
  /** Name of the Secret, which for an ExternalSecret is its target's. */
  readonly secretName: string;
  /** Type of the Secret; `Opaque` where none is named. */
  readonly type: string;
  /** Empty for an ExternalSecret. */
  readonly keys: readonly SecretKey[];
}
