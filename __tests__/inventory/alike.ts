import type { Inventory, InventoryEntries } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";

export const read = (resource: unknown): Inventory =>
  readSynthesized([{ name: "s", json: { resource } }]);

/** What a typed resource and a manifest of the same content add to one list, without their places. */
export function both(
  list: keyof InventoryEntries,
  type: string,
  typed: unknown,
  manifest: unknown,
): readonly [unknown, unknown] {
  const fromTyped = read({ [type]: { x: typed } })[list];
  const fromManifest = read({ kubernetes_manifest: { x: { manifest } } })[list];
  return [fromTyped.map(withoutPlace), fromManifest.map(withoutPlace)];
}

function withoutPlace(entry: object): object {
  return { ...entry, place: undefined };
}
