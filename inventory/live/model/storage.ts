import type { NodeSelectorTerm } from "../../../environments/nodes/node-affinity";
import type { ObjectName } from "../../model";
import type { Condition, LiveObject } from "./object";

export interface LiveClaim extends LiveObject {
  readonly namespace: string;
  readonly phase: string;
  /** StorageClass; undefined: none said, empty: none. */
  readonly className: string | undefined;
  readonly volumeName: string | undefined;
  readonly accessModes: readonly string[];
  /** Size that it asks for. */
  readonly requested: string | undefined;
  /** Size that its volume has. */
  readonly capacity: string | undefined;
  readonly conditions: readonly Condition[];
}

export interface LiveVolume extends LiveObject {
  readonly phase: string;
  readonly className: string;
  readonly nodeAffinity: readonly NodeSelectorTerm[] | undefined;
  readonly claim: ObjectName | undefined;
}

export interface LiveStorageClass extends LiveObject {
  readonly provisioner: string;
  readonly waitsForPod: boolean;
  readonly isDefault: boolean;
}
