import path from "node:path";
import { isCollection, isMap, type ParsedNode, visit } from "yaml";
import type { Document } from "yaml";
import { groupBy } from "../group-by";
import { isObject } from "../json";
import type { ReadingProblem } from "../reading";

type YamlDocument = Document.Parsed<ParsedNode>;

/** What Helm alone gives its templates; other programs have `{{ }}` in their texts, too. */
const HELM = /\{\{-?\s*(\.(Values|Release|Chart|Capabilities|Files|Template)\b|include\b)/;

/** `${{ }}` is an expression of GitHub's workflows, not of Helm. */
const BRACES = /(^|[^$])\{\{/;

/** Objects that carry values to a chart, which may be templates themselves (`tpl`). */
const CARRIES_VALUES: ReadonlySet<string> = new Set([
  "Application",
  "ApplicationSet",
  "HelmChart",
  "HelmChartConfig",
  "HelmChartProxy",
  "HelmRelease",
]);

export const HELM_PROBLEM =
  "is a Helm template, not YAML; render it (helm template) and check what comes out";

/** Whether a file is YAML only once Helm has filled it in, or says nothing before. */
export function isHelmTemplate(text: string, documents: readonly YamlDocument[]): boolean {
  if (!BRACES.test(text)) return false;
  const helm = HELM.test(text);
  return documents.some(
    (document) =>
      document.errors.length > 0 || hasMappingAsKey(document) || (helm && isFilledByHelm(document)),
  );
}

/** `name: {{ x }}` is YAML, of a mapping whose key is a mapping. */
function hasMappingAsKey(document: YamlDocument): boolean {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** Whether Helm may have to fill in a value that was read without its document: more than are templates. */
export function mayBeFilled(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\n") && HELM.test(value);
  if (Array.isArray(value)) return value.some(mayBeFilled);
  return isObject(value) && Object.entries(value).some((entry) => entry.some(mayBeFilled));
}

/** An object with a quoted expression for a value; a text of several lines may be another program's template. */
function isFilledByHelm({ contents }: YamlDocument): boolean {
  if (!isMap(contents) || !contents.has("apiVersion")) return false;
  const kind: unknown = contents.get("kind");
  if (typeof kind !== "string") return false;
  const judged: unknown = CARRIES_VALUES.has(kind) ? contents.get("metadata", true) : contents;
  if (!isMap(judged)) return false;
  let found = false;
  visit(judged, {
    Scalar: (_, { value }) => {
      found = typeof value === "string" && !value.includes("\n") && HELM.test(value);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** A chart whose templates were not read. */
export interface UnreadChart {
  readonly folder: string;
  readonly problem: ReadingProblem;
}

/** Folders of charts. */
export function chartFoldersIn(files: readonly string[]): ReadonlySet<string> {
  return new Set(
    files.filter((file) => path.basename(file) === "Chart.yaml").map((file) => path.dirname(file)),
  );
}

/**
 * The charts that templates belong to, each with one problem for all of them:
 * a line for each would not be read.
 *
 * @param templates files of charts that are Helm templates
 */
export function chartsOf(
  templates: readonly string[],
  folders: ReadonlySet<string>,
): readonly UnreadChart[] {
  const placed = templates.flatMap((file) => chartAbove(file, folders) ?? []);
  return [...groupBy(placed, (folder) => folder)].map(([folder, { length }]) => ({
    folder,
    problem: {
      place: { kind: "file", file: path.join(folder, "Chart.yaml"), line: 1 },
      message: `is a Helm chart with ${length === 1 ? "a template that was" : `${length} templates that were`} not checked; render it (helm template ${folder}) and check what comes out`,
    },
  }));
}

/** The chart in whose `templates` a file lies. */
export function chartAbove(file: string, charts: ReadonlySet<string>): string | undefined {
  const parts = file.split(path.sep);
  const folders = parts.flatMap((part, index) =>
    part === "templates" ? [parts.slice(0, index).join(path.sep) || "."] : [],
  );
  return folders.findLast((folder) => charts.has(folder));
}
