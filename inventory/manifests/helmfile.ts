import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { isMap, isSeq, LineCounter, type ParsedNode, parse, parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import { isObject, type JsonObject } from "../json";
import { HELMFILE_RELEASE } from "../releases/helmfile";
import type { YamlObjects } from "./yaml-objects";

/** A helmfile by its name: the file, or one of the folder that stands for it. */
export function isHelmfile(file: string): boolean {
  const name = path.basename(file);
  return (
    /^helmfile\.ya?ml(\.gotmpl)?$/.test(name) ||
    (path.basename(path.dirname(file)) === "helmfile.d" && /\.ya?ml(\.gotmpl)?$/.test(name))
  );
}

const TEMPLATE_PROBLEM =
  "is a helmfile that helmfile has to fill in; its releases were not checked (helmfile build writes them out)";

/**
 * The releases of a helmfile, as objects of a kind of their own. Values that
 * stand in files beside it are read, as far as they are plain YAML inside `root`.
 */
export function helmfileObjects(text: string, file: string, root: string): YamlObjects {
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines, logLevel: "error" })];
  if (text.includes("{{") && documents.some(({ errors }) => errors.length > 0)) {
    return {
      objects: [],
      problems: [{ place: { kind: "file", file, line: 1 }, message: TEMPLATE_PROBLEM }],
    };
  }
  const parsed = documents.filter(({ errors }) => errors.length === 0);
  const found = parsed.map((document): unknown => document.toJS());
  const repositories = found.flatMap((value) => repositoriesIn(value));
  return {
    objects: parsed.flatMap((document, index) =>
      releasesIn(found[index]).map((release, position) => ({
        object: { ...complete(release, repositories, file, root), ...HELMFILE_RELEASE },
        place: { kind: "file", file, line: lineOf(document, position, lines) },
      })),
    ),
    problems: documents
      .flatMap(({ errors }) => errors.slice(0, 1))
      .map((error) => ({
        place: { kind: "file", file, line: Math.max(1, lines.linePos(error.pos[0]).line) },
        message: `is not YAML: ${error.message.split("\n", 1)[0]}`,
      })),
  };
}

interface Repository {
  readonly name: string;
  readonly url: string;
}

function repositoriesIn(value: unknown): readonly Repository[] {
  return listIn(value, "repositories").flatMap(({ name, url }) =>
    typeof name === "string" && typeof url === "string" ? [{ name, url }] : [],
  );
}

function releasesIn(value: unknown): readonly JsonObject[] {
  return listIn(value, "releases");
}

function listIn(value: unknown, key: string): readonly JsonObject[] {
  const list: unknown = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function complete(
  release: JsonObject,
  repositories: readonly Repository[],
  file: string,
  root: string,
): JsonObject {
  const { chart, values, secrets } = release;
  const listed: readonly unknown[] = Array.isArray(values) ? values : [];
  const read = listed.map((each) => valuesOf(each, file, root));
  const encrypted: readonly unknown[] = Array.isArray(secrets) ? secrets : [];
  const repository = repositories.find(
    ({ name }) => typeof chart === "string" && chart.startsWith(`${name}/`),
  )?.url;
  return {
    ...release,
    ...(repository === undefined ? {} : { repository }),
    values: read.flatMap((each) => (typeof each === "string" ? [] : [each])),
    unread: [...read, ...encrypted].filter((each) => typeof each === "string"),
  };
}

/** A document of values, or the name of the file that cannot be read as one. */
function valuesOf(each: unknown, file: string, root: string): JsonObject | string {
  if (isObject(each)) return each;
  const name = String(each);
  const target = path.join(path.dirname(file), name);
  if (path.isAbsolute(name) || !/\.ya?ml$/.test(name)) return name;
  if (statSync(target, { throwIfNoEntry: false })?.isFile() !== true) return name;
  // A link may lead out of the folder.
  if (path.relative(realpathSync(root), realpathSync(target)).startsWith("..")) return name;
  try {
    const values: unknown = parse(readFileSync(target, "utf8"), { merge: true, logLevel: "error" });
    return values === null ? {} : isObject(values) ? values : name;
  } catch {
    return name;
  }
}

function lineOf(
  { contents }: Document.Parsed<ParsedNode>,
  position: number,
  lines: LineCounter,
): number {
  const releases: unknown = isMap(contents) ? contents.get("releases", true) : undefined;
  const items = isSeq<ParsedNode>(releases) ? releases.items.filter((item) => isMap(item)) : [];
  const offset = items[position]?.range[0];
  return offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line);
}
