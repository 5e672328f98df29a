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

/**
 * Reads the resources of one environment, but for those that the environment before had as
 * well, at the same address: with their references followed nearly all are the same. Parts
 * that are shared have their values in common, so what is known of a value need not be
 * found again. Of environments before the last nothing is kept. An entry of a part says
 * nothing of where it stands but its `place`.
 */
export class LastRead {
  private last: ReadonlyMap<string, Read> = new Map();

  /** A reader for the resources of the next environment; `end` is called after the last. */
  next() {
    const { last } = this;
    const now = new Map<string, Read>();
    return {
      read: (type: string, block: JsonObject, place: TerraformPlace): PlacedPart => {
        const text = JSON.stringify(block);
        const known = last.get(place.address);
        const part = known?.text === text ? known.part : readTerraformResource(type, block, place);
        now.set(place.address, { text, part });
        return { ...part, at: place };
      },
      end: () => {
        this.last = now;
      },
    };
  }
}
