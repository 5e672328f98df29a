import { isUtf8 } from "node:buffer";
import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { helmfileObjects, isHelmfile } from "./helmfile";
import { readYamlObjects, type YamlObjects } from "./yaml-objects";

const SKIPPED: ReadonlySet<string> = new Set([".git", "node_modules"]);
const EXTENSIONS: ReadonlySet<string> = new Set([".yaml", ".yml", ".json"]);
/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const KUSTOMIZATIONS: readonly string[] = [
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
];

/** Manifests before a program has filled them in: Jinja, Terraform, gomplate, ERB and others. */
const TEMPLATE = /\.(ya?ml|json)\.(j2|jinja2?|tpl|tmpl|tftpl|gotmpl|erb|mustache|liquid)$/i;

/**
 * Manifest files below a folder, kustomizations among them, in the order of
 * their names; also those that cannot be read, so that the reader says so.
 */
export function manifestFiles(root: string): readonly string[] {
  const real = realpathSync(root);
  const seen = new Set<string>();
  const walk = (folder: string): readonly string[] => {
    const target = realpathSync(folder);
    // A link may lead out of the folder, or back into it.
    if (seen.has(target) || !isInside(real, target)) return [];
    seen.add(target);
    return readdirSync(folder, { withFileTypes: true })
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .filter(({ name }) => !SKIPPED.has(name))
      .flatMap((entry) => {
        const file = path.join(folder, entry.name);
        const stats = behindLink(entry, file);
        if (stats?.isDirectory()) return walk(file);
        const wanted =
          EXTENSIONS.has(path.extname(entry.name).toLowerCase()) ||
          isKustomization(entry.name) ||
          TEMPLATE.test(entry.name);
        if (!wanted) return [];
        return stats === undefined || stats.isFile() ? [file] : [];
      });
  };
  return walk(root);
}

/** What an entry of a folder is; undefined: a link to what is not there. Only what may be a link is looked at once more. */
function behindLink(
  entry: Dirent,
  file: string,
): Pick<Dirent, "isDirectory" | "isFile"> | undefined {
  return entry.isFile() || entry.isDirectory() ? entry : statSync(file, { throwIfNoEntry: false });
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

const TEMPLATE_PROBLEM =
  "is a template by its name; render it with the program it is written for and check what comes out";

/** Why a file is not opened at all. */
function unopened(root: string, file: string): string | undefined {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === false) return undefined;
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    return "is a link to what is not there";
  }
  return isInside(realpathSync(root), realpathSync(file))
    ? undefined
    : "is a link that leads out of the folder, and was not followed";
}

/** Settings of editors, compilers and packages: JSON, often with comments, and none of it for a cluster. */
function isOtherJson(file: string, text: string): boolean {
  return path.extname(file).toLowerCase() === ".json" && !/\b(apiVersion|metadata)\b/.test(text);
}

/** Reads each file once: many overlays share a base. */
export class FileReader {
  private readonly known = new Map<string, YamlObjects>();

  constructor(private readonly root: string) {}

  read(file: string): YamlObjects {
    const known = this.known.get(file) ?? this.readOnce(file);
    this.known.set(file, known);
    return known;
  }

  /** Without keeping what was read: for files that nothing else takes. */
  readOnce(file: string): YamlObjects {
    const problem = (message: string): YamlObjects => ({
      objects: [],
      problems: [{ place: { kind: "file", file, line: 1 }, message }],
    });
    const reason = unopened(this.root, file);
    if (reason !== undefined) return problem(reason);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes) || bytes.includes(0)) {
      return problem("is not text in UTF-8, and was not checked");
    }
    const text = bytes.toString("utf8");
    if (isHelmfile(file)) return helmfileObjects(text, file, this.root);
    if (TEMPLATE.test(file))
      return text.includes("apiVersion") ? problem(TEMPLATE_PROBLEM) : NOTHING;
    return isOtherJson(file, text) ? NOTHING : readYamlObjects(text, file);
  }
}

const NOTHING: YamlObjects = { objects: [], problems: [] };
