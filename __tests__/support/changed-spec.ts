import type { EnvironmentSpec } from "../../environments/schema";

/**
 * A copy of an environment's data with values put in, or with undefined taken
 * away, at paths such as `applications[0].workers.0.queues`. What comes out may be
 * invalid: that is what it is for.
 */
export function changedSpec(
  spec: EnvironmentSpec,
  changes: Readonly<Record<string, unknown>>,
): EnvironmentSpec {
  const copy = structuredClone(spec);
  for (const [path, value] of Object.entries(changes)) assign(copy, path.split("."), value);
  return copy;
}

function assign(target: unknown, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof target !== "object" || target === null) {
    throw new Error(`no such path: ${path.join(".")}`);
  }
  if (rest.length > 0) assign(Reflect.get(target, key), rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, key);
  else Reflect.set(target, key, value);
}
