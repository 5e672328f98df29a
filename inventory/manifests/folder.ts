import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { readYamlObjects, type YamlObjects } from "./yaml-objects";

const SKIPPED: ReadonlySet<string> = new Set([".git", "node_modules"]);
const EXTENSIONS: ReadonlySet<string> = new Set([".yaml", ".yml", ".json"]);
/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const KUSTOMIZATIONS: readonly string[] = [
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
];

/** Manifest files below a folder, kustomizations among them, in the order of their names. */
export function manifestFiles(root: string): readonly string[] {
  const real = realpathSync(root);
  const seen = new Set<string>();
  const walk = (folder: string): readonly string[] => {
    const target = realpathSync(folder);
    // A link may lead out of the folder, or back into it.
    if (seen.has(target) || !isInside(real, target)) return [];
    seen.add(target);
    return readdirSync(folder)
      .sort()
      .filter((name) => !SKIPPED.has(name))
      .flatMap((name) => {
        const file = path.join(folder, name);
        const stats = statSync(file, { throwIfNoEntry: false });
        if (stats?.isDirectory()) return walk(file);
        const wanted = EXTENSIONS.has(path.extname(name)) || isKustomization(name);
        return stats?.isFile() && wanted && isInside(real, realpathSync(file)) ? [file] : [];
      });
  };
  return walk(root);
}

export function isKustomization(file: string): boolean {
  return KUSTOMIZATIONS.includes(path.basename(file));
}

/** The kustomization of a folder, if it has one. */
export function kustomizationIn(folder: string): string | undefined {
  return KUSTOMIZATIONS.map((name) => path.join(folder, name)).find((file) =>
    statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

/** Reads each file once: many overlays share a base. */
export class FileReader {
  private readonly known = new Map<string, YamlObjects>();

  read(file: string): YamlObjects {
    const known = this.known.get(file) ?? readYamlObjects(readFileSync(file, "utf8"), file);
    this.known.set(file, known);
    return known;
  }
}
