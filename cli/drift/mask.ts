import { processMask, shortened } from "../../masking/process-mask";

/** Characters that a table has room for. */
const LONGEST = 80;
/** Kinds whose keys are free, where `secret` is no name of a Secret. */
const OWN_KEYS: ReadonlySet<string> = new Set(["HelmRelease", "ConfigMap"]);

/** A value for a report: none that could be a secret, and no more than a line. */
export function shown(value: unknown, path: string, kind: string): string {
  if (value === undefined) return "none";
  if (kind === "Secret" && /^(data|stringData|binaryData)(\.|$)/.test(path)) return "(masked)";
  // `env.DB_PASSWORD.value`: the name of the variable says it.
  const key =
    path
      .replace(/\.value$/, "")
      .split(".")
      .at(-1) ?? "";
  const context = OWN_KEYS.has(kind) || path.endsWith(".value") ? "variable" : "field";
  const masked = processMask().value(value, key, context);
  return shortened(typeof masked === "string" ? masked : JSON.stringify(masked), LONGEST);
}
