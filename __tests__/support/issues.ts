import type { ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { specOf } from "./synth";

/** Issues of an environment whose data was changed at a path. */
export function issuesWith(
  name: EnvironmentName,
  changes: Readonly<Record<string, unknown>>,
): readonly ConfigurationIssue[] {
  const data: unknown = specOf(name);
  for (const [path, value] of Object.entries(changes)) assign(data, path.split("."), value);
  const result = validate(name, data);
  return result.ok ? [] : result.issues;
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
