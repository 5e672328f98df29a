import { buildInventory } from "./build";
import { contentOfObject } from "./contents";
import { InventoryError } from "./json";
import { type ReadObject, readKubernetesObject } from "./kubernetes";
import {
  describe,
  type HelmRelease,
  type Inventory,
  type InventoryPart,
  type Place,
} from "./model";

/** Something in a foreign source that could not be read, and so was not checked. */
export interface ReadingProblem {
  readonly place: Place;
  /** What and why. */
  readonly message: string;
}

/** What came out of a source that this project did not write. */
export interface Reading {
  readonly inventory: Inventory;
  readonly problems: readonly ReadingProblem[];
}

/** Whether no object was read. */
export function isEmpty({ inventory }: Reading): boolean {
  return Object.values(inventory).every((list) => list.length === 0);
}

/** A part of a foreign source, and where it stands. */
export interface ForeignPart {
  readonly place: Place;
  /** @throws InventoryError when it does not have its kind's shape */
  readonly read: () => InventoryPart;
  /** What is known of it all the same. @default nothing */
  readonly misshapen?: () => InventoryPart;
}

/** Reads what others wrote: a part of the wrong shape is a problem, the others are still read. */
export function readForeign(sources: readonly ForeignPart[]): Reading {
  const parts: InventoryPart[] = [];
  const problems: ReadingProblem[] = [];
  for (const { place, read, misshapen } of sources) {
    try {
      parts.push(read());
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      problems.push({ place, message: error.reason });
      if (misshapen !== undefined) parts.push(misshapen());
    }
  }
  const inventory = buildInventory(parts);
  const unread = inventory.helmReleases.flatMap((release) => unreadOf(release));
  return { inventory, problems: [...problems, ...unread] };
}

function unreadOf(release: HelmRelease): readonly ReadingProblem[] {
  const { place, unread = [] } = release;
  return unread.map((what) => ({
    place,
    message: `${describe(release)} takes ${what}, which were not read: what they change was not checked`,
  }));
}

/** Reads Kubernetes objects that others wrote. */
export function readForeignObjects(objects: readonly ReadObject[]): Reading {
  return readForeign(
    objects.map((read) => ({
      place: read.place,
      read: () => readKubernetesObject(read),
      // For the rule that says what the API server refuses of it.
      misshapen: () => ({ contents: [contentOfObject(read) ?? []].flat() }),
    })),
  );
}
