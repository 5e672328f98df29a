import type { z } from "zod";

/** An object of JSON whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * An object or a list that is written as JSON; undefined for any other text. What is
 * generated as YAML often is JSON, which takes a fraction of the time to read as such.
 */
export function parsedJson(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // YAML may begin so as well.
    return undefined;
  }
}

/** A source of the inventory cannot be read: what, where, why. */
export class InventoryError extends Error {
  constructor(
    where: string,
    /** What and why, without the place. */
    readonly reason: string,
  ) {
    super(`${where}: ${reason}`);
    this.name = "InventoryError";
  }
}

/** Values that are narrowed before zod writes a function for each schema: of one file it is a tenth of the check. */
const NARROWED_BEFORE_COMPILED = 50;
let narrowed = 0;

/**
 * Narrows JSON with a schema.
 *
 * @throws InventoryError naming `where`, and each path that does not fit
 */
export function narrow<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  narrowed += 1;
  const result = schema.safeParse(value, { jitless: narrowed <= NARROWED_BEFORE_COMPILED });
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "(top)"}: ${message}`,
  );
  throw new InventoryError(where, issues.join("; "));
}
