import type { NodeShape } from "../../../environments/nodes/placement";
import type { Condition, LiveObject } from "./object";

export interface LiveNode extends LiveObject {
  readonly shape: NodeShape;
  readonly unschedulable: boolean;
  readonly conditions: readonly Condition[];
}
