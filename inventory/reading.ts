import { buildInventory } from "./build";
import { InventoryError } from "./json";
import { type ReadObject, readKubernetesObject } from "./kubernetes";
import type { Inventory, InventoryPart, Place } from "./model";

/** Something in a foreign source that could not be read, and so was not checked. */
export interface Problem {
  readonly place: Place;
  /** What and why. */
  readonly message: string;
}

/** What came out of a source that this project did not write. */
export interface Reading {
  readonly inventory: Inventory;
  readonly problems: readonly Problem[];
}

/** Reads objects that others wrote: one of the wrong shape is a problem, the others are still read. */
export function readForeignObjects(objects: readonly ReadObject[]): Reading {
  const parts: InventoryPart[] = [];
  const problems: Problem[] = [];
  for (const read of objects) {
    try {
      parts.push(readKubernetesObject(read));
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      problems.push({ place: read.place, message: error.reason });
    }
  }
  return { inventory: buildInventory(parts), problems };
}
