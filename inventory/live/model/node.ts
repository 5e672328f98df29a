import type { NodeShape } from "../../../environments/nodes/placement";
import type { Condition, LiveObject } from "./object";

export interface LiveNode extends LiveObject {
  readonly shape: NodeShape;
  readonly unschedulable: boolean;
  readonly conditions: readonly Condition[];
  /** IP addresses that the node says it has, inside and outside. */
  readonly addresses: readonly string[];
}
