import { processMask, shortened } from "../../../masking/process-mask";

/** Room for one value in a table; the whole of it is in the data. */
const CHARACTERS = 120;

/**
 * A value as JSON, masked before it is cut.
 *
 * @param path where it stands: its last member tells a secret by its name
 */
export function jsonText(value: unknown, path: string): string {
  if (value === undefined) return "not set";
  const key = /[\w-]+$/.exec(path)?.[0] ?? "";
  return shortened(JSON.stringify(processMask().value(value, key)) ?? "not set", CHARACTERS);
}
