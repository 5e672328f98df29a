import type { PlacedPart } from "./build";
import type { JsonObject } from "./json";
import type { InventoryPart } from "./model";
import { readTerraformResource, type TerraformPlace } from "./terraform-resource";

/** A resource, and what it adds to an inventory. */
interface Read {
  /** Its JSON: what is not the same to the letter is read. */
  readonly text: string;
  readonly part: InventoryPart;
}

/** Environments that are remembered: such as follow one pattern are often mixed with others. */
const REMEMBERED = 4;

/**
 * Reads the resources of one environment, but for those that one of the last environments had
 * as well, at the same address: with their references followed nearly all are the same. Parts
 * that are shared have their values in common, so what is known of a value need not be
 * found again. An entry of a part says nothing of where it stands but its `place`.
 */
export class LastRead {
  /** The newest first; by addresses. */
  private last: readonly ReadonlyMap<string, Read>[] = [];

  /** A reader for the resources of the next environment; `end` is called after the last. */
  next() {
    const { last } = this;
    const now = new Map<string, Read>();
    return {
      read: (type: string, block: JsonObject, place: TerraformPlace): PlacedPart => {
        const text = JSON.stringify(block);
        const known = last
          .map((resources) => resources.get(place.address))
          .find((resource) => resource?.text === text);
        const found = known ?? { text, part: readTerraformResource(type, block, place) };
        now.set(place.address, found);
        return { ...found.part, at: place };
      },
      end: () => {
        this.last = [now, ...last].slice(0, REMEMBERED);
      },
    };
  }
}
