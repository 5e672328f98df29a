import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";
import { synthesize } from "./synthesize";

/** The environment as its code makes it. */
export function inventoryOfCode(spec: EnvironmentSpec): Inventory {
  const [environment] = synthesize([spec], undefined).environments;
  return readSynthesized((environment?.stacks ?? []).map(({ id, json }) => ({ name: id, json })));
}
