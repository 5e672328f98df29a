import type { ConfigurationIssue } from "./errors";
import { fileOfValue } from "./environment-file";
import type { EnvironmentName } from "./schema";
import { valueAt } from "./value-at";

type Path = readonly PropertyKey[];

/** An issue with the file, the place and the value that it is about. */
export function located(
  name: EnvironmentName,
  data: unknown,
  path: Path,
  { message, fix }: { readonly message: string; readonly fix: string },
): ConfigurationIssue {
  const value = valueAt(data, path);
  return {
    file: fileOfValue(name, path, value),
    path: formatPath(path[0] === "switches" ? path.slice(1) : path),
    value,
    message,
    fix,
  };
}

/** A path as people write it: `applications[0].web`. */
export function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
