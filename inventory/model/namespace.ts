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

/** A key of a Secret; its value is never kept. */
export interface SecretKey {
  readonly key: string;
  /**
   * What the value is by its key and its shape.
   *
   * - `credential`: one of them tells a secret, in the value or in a file that it is.
   * - `placeholder`: the secret says itself that it is to be replaced, as `changeme` does.
   * - `unknown`: written out, and neither tells.
   * - `nothing`: a template, an address in a secret store, or public.
   */
  readonly holds: "credential" | "placeholder" | "unknown" | "nothing";
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
