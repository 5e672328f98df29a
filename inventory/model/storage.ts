import type { NodeSelectorTerm } from "../../environments/nodes/node-affinity";
import type { LabelSelector } from "./label-selector";
import type { Declared, Labels, Namespaced } from "./object";

/** A PersistentVolumeClaim, or a StatefulSet's template of claims. */
export interface Claim extends Namespaced {
  readonly accessModes: readonly string[];
  /** Quantity that it asks for; undefined: not said. */
  readonly size: string | undefined;
  /** StorageClass; undefined: the cluster's default class; empty: none, a volume made by hand. */
  readonly className: string | undefined;
  /** PersistentVolume that it names, or is bound to. */
  readonly volumeName: string | undefined;
  /** Labels of the volumes that it may have; undefined: any. */
  readonly selector: LabelSelector | undefined;
  /** StatefulSet whose replicas each get a claim of their own from this template; undefined: a claim by itself. */
  readonly statefulSet: string | undefined;
}

export interface PersistentVolume extends Declared {
  readonly labels: Labels;
  /** Quantity that it has; undefined: not said. */
  readonly capacity: string | undefined;
  readonly accessModes: readonly string[];
  readonly className: string | undefined;
  /** Terms that its nodes must match, one of them; undefined: any node. */
  readonly nodeAffinity: readonly NodeSelectorTerm[] | undefined;
  /** Member of the spec that says what backs it: `csi`, `nfs`, `local`, `hostPath`; undefined: none known. */
  readonly source: string | undefined;
  /** Folder of the node, where the source is `hostPath`. */
  readonly path: string | undefined;
  /** CSI driver, where the source is `csi`. */
  readonly driver: string | undefined;
  readonly claim: { readonly namespace: string; readonly name: string } | undefined;
}

export interface StorageClass extends Declared {
  readonly provisioner: string;
  /** `Immediate` where none is written. */
  readonly volumeBindingMode: string;
  /** `Delete` where none is written. */
  readonly reclaimPolicy: string;
  readonly parameters: Labels;
  /** Taken for claims that name no class. */
  readonly isDefault: boolean;
}
