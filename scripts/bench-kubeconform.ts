import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../runtime/cache-folder";
import { runSync } from "../runtime/process/run-sync";

/** https://github.com/yannh/kubeconform/releases/tag/v0.8.0 */
const VERSION = "v0.8.0";
const KINDS = ["deployment", "persistentvolumeclaim", "horizontalpodautoscaler", "service"];

/** kubeconform, or why it cannot be had. */
export type Kubeconform =
  { readonly program: string; readonly args: readonly string[] } | { readonly missing: string };

/**
 * Installs kubeconform from its Go module. Its schemas come from the network at
 * each run; in their place it gets one that takes everything, so that what is
 * measured of it is reading, and no download.
 *
 * @param folder for the schemas
 */
export function kubeconform(folder: string): Kubeconform {
  const bin = path.join(cacheFolder(), `kubeconform-${VERSION}`);
  const program = path.join(bin, "kubeconform");
  if (!existsSync(program)) {
    const ended = runSync({
      program: "go",
      args: ["install", `github.com/yannh/kubeconform/cmd/kubeconform@${VERSION}`],
      env: { GOBIN: bin },
      timeoutSeconds: 300,
    });
    if (!ended.ok) return { missing: ended.summary };
  }
  mkdirSync(folder, { recursive: true });
  for (const kind of KINDS) {
    writeFileSync(path.join(folder, `${kind}.json`), JSON.stringify({ type: "object" }));
  }
  const schemas = path.join(folder, "{{.ResourceKind}}.json");
  return { program, args: ["-schema-location", schemas, "-summary", "-n", "1"] };
}
