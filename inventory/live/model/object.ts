import type { Labels, ObjectName } from "../../model";

/** A condition of an object's status. */
export interface Condition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since 1970; undefined: not said. */
  readonly since: number | undefined;
}

/** What every object of a cluster says of itself. Times are milliseconds since 1970. */
export interface LiveObject extends ObjectName {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly created: number | undefined;
  /** When it was to be gone; undefined: it is not being deleted. */
  readonly deleting: number | undefined;
  readonly finalizers: readonly string[];
  /** The object that controls it, in the same namespace. */
  readonly owner: ObjectName | undefined;
}

export interface LiveEvent {
  readonly about: ObjectName;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Of the last time; undefined: not said. */
  readonly last: number | undefined;
}

/** An object with those who have written its scaling or its grace. */
export interface WrittenObject extends LiveObject {
  readonly writers: readonly {
    /** Field manager, as it calls itself. */
    readonly manager: string;
    /** Paths, e.g. `spec.replicas`. */
    readonly fields: readonly string[];
  }[];
}
