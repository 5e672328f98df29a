/** A resource of the Kubernetes API. */
export interface WrittenResource {
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resource: string;
}

/** What an account of an add-on is kept to, or given. */
export type AddonRight =
  /** It writes these in these namespaces alone, and makes no Secret that is a token of another account. */
  | {
      readonly kind: "writes-in";
      /** Of the construct: stays as it is, or the policy is made anew. */
      readonly id: string;
      /** Of the policy, in the whole cluster; best the operator's own. */
      readonly policy: string;
      readonly account: string;
      readonly writes: readonly WrittenResource[];
      readonly namespaces: readonly string[];
    }
  /** Of a kind that its role lets it write, it writes those of these names alone. */
  | {
      readonly kind: "writes-named";
      readonly id: string;
      readonly policy: string;
      readonly account: string;
      readonly writes: WrittenResource;
      readonly names: readonly string[];
    }
  /** It may ask for tokens of one other account of its namespace. */
  | {
      readonly kind: "acts-as";
      readonly id: string;
      readonly account: string;
      readonly as: string;
    };

/** A resource of the core group. */
export function core(resource: string): WrittenResource {
  return { apiGroup: "", apiVersion: "v1", resource };
}
