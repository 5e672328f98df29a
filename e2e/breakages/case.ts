import type { ClusterClient } from "../../runtime/cluster-client";
import type { Testbed } from "../../testbed/testbed";
import type { AnyObject } from "./breakage";

/** What a breakage is done with. */
export interface Broken {
  readonly client: ClusterClient;
  readonly testbed: Testbed;
}

/** One thing that is broken on a cluster in which all else is well, and what the doctor's first line has to be. */
export interface BreakageCase {
  /** By which it is chosen on the command line. */
  readonly name: string;
  readonly area:
    | "pods"
    | "images"
    | "storage"
    | "nodes"
    | "admission"
    | "dns"
    | "certificates"
    | "quota"
    | "helm"
    | "scaling"
    | "queue"
    | "control"
    | "code";
  /**
   * What is written as a kubelet, a driver or a controller would write it, because
   * the testbed has none: statuses and events, in their words.
   */
  readonly written?: string;
  /** Made before {@link inject}, removed at the end in reverse. */
  readonly objects?: readonly AnyObject[];
  readonly inject?: (broken: Broken) => Promise<void>;
  /** What is done at the end, before {@link objects} go. */
  readonly heal?: (broken: Broken) => Promise<void>;
  /** Minutes by which the doctor's clock is ahead, for what it gives time to settle. @default 10 */
  readonly minutesLater?: number;
  /** Id of the first finding; several where two names say the same. */
  readonly first: string | readonly string[];
  /** Object of the first finding, or its beginning. */
  readonly object: string;
  readonly cause?: RegExp;
  /** It is a warning: nothing is broken yet. @default false */
  readonly warning?: boolean;
}
