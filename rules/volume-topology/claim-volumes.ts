import { groupBy } from "../../inventory/group-by";
import { indexOf } from "../../inventory/inventory-index";
import {
  type Claim,
  describe,
  type Inventory,
  type PersistentVolume,
  type StorageClass,
} from "../../inventory/model";
import {
  CLASS_PROVISIONERS,
  type Provisioner,
  PROVISIONERS,
  VOLUME_SOURCES,
} from "../shared/provisioners";
import { bindableVolumes } from "./bindable-volumes";

/** What backs a claim, as far as the content tells. */
export interface Backing {
  /** Class or volume, with its provisioner, as findings name it. */
  readonly on: string;
  /** Undefined: nothing here tells. */
  readonly can: Provisioner | undefined;
  /** PersistentVolume that is meant for the claim. */
  readonly volume: PersistentVolume | undefined;
  /** The folder that every node has for itself under this path; undefined: none, or not known. */
  readonly hostPath: string | undefined;
  /** Name of the class's provisioner, where it is known. */
  readonly provisioner: string | undefined;
  /** The class, where the content has it. */
  readonly storageClass: StorageClass | undefined;
}

/** A function that tells what backs a claim of the inventory. */
export function backings(inventory: Inventory): (claim: Claim) => Backing {
  const { storageClasses, persistentVolumes } = indexOf(inventory);
  const reserved = groupBy(inventory.persistentVolumes, ({ claim }) => claim && keyOf(claim));
  const defaultClass = inventory.storageClasses.find(({ isDefault }) => isDefault);
  return (claim) => {
    const { className, volumeName } = claim;
    const storageClass =
      className === undefined
        ? defaultClass
        : storageClasses.find({ kind: "StorageClass", name: className });
    const volume =
      volumeName === undefined
        ? reserved.get(keyOf(claim))?.[0]
        : persistentVolumes.find({ kind: "PersistentVolume", name: volumeName });
    const provisioner = storageClass?.provisioner ?? CLASS_PROVISIONERS[className ?? ""];
    // Without a class that makes one, any volume that fits, and each may be the one.
    const bindable = volume === undefined ? bindableVolumes(claim, inventory) : [volume];
    const [folder] = bindable;
    const hostPath =
      folder !== undefined && bindable.every(isFolderOfAnyNode) ? folder.path : undefined;
    const rest = { volume, provisioner, storageClass, hostPath };
    // All that fit are alike: whichever it gets, it can do the same.
    const kinds = new Set(bindable.map(kindOf));
    if (volume === undefined && folder !== undefined && kinds.size === 1) {
      return { on: `${describe(folder)} (${kindOf(folder)})`, can: abilityOf(folder), ...rest };
    }
    return volume === undefined
      ? { on: nameOf(claim, provisioner), can: PROVISIONERS[provisioner ?? ""], ...rest }
      : { on: `${describe(volume)} (${kindOf(volume)})`, can: abilityOf(volume), ...rest };
  };
}

/** The scheduler keeps no pod to the node of a hostPath, unless the volume says it. */
function isFolderOfAnyNode({ source, nodeAffinity }: PersistentVolume): boolean {
  return source === "hostPath" && nodeAffinity === undefined;
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function nameOf({ className }: Claim, provisioner: string | undefined): string {
  const of = provisioner === undefined ? "" : ` (${provisioner})`;
  return `StorageClass ${className ?? "(the cluster's default)"}${of}`;
}

function kindOf({ driver, source }: PersistentVolume): string {
  return driver ?? source ?? "of a kind not known";
}

function abilityOf({ driver, source }: PersistentVolume): Provisioner | undefined {
  return driver === undefined ? VOLUME_SOURCES[source ?? ""] : PROVISIONERS[driver];
}
