import { LineCounter } from "yaml";
import { isObject, type JsonObject } from "../json";
import type { ReadObject } from "../kubernetes";
import type { Place } from "../model";
import type { ReadingProblem } from "../reading";
import { jsonStream, type StreamValue } from "./json-stream";
import { HELM_PROBLEM, isHelmTemplate } from "./helm";
import { quickDocuments } from "./quick-documents";
import { type WithWritten, writtenIn, writtenOfItem } from "./written";
import { documentsOf, itemOffsets, repeatedKey, type YamlDocument } from "./yaml-document";

/** What one YAML text holds. */
export interface YamlObjects {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly ReadingProblem[];
  /** Nothing was read, for Helm has to fill it in first. */
  readonly helmTemplate?: true;
}

/**
 * The Kubernetes objects of a YAML text of one or more documents, Lists
 * unpacked. Documents without apiVersion and kind are not for the cluster.
 *
 * @param file Path for the places
 */
export function readYamlObjects(text: string, file: string): YamlObjects {
  const stream = jsonStream(text);
  return stream === undefined ? readYaml(text, file) : readStream(stream, file);
}

/** Values one after the other, as kubectl takes them: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/yaml/decoder.go */
function readStream(values: readonly StreamValue[], file: string): YamlObjects {
  return joined(values.map(({ value, line }) => objectsOf(value, { kind: "file", file, line })));
}

function readYaml(text: string, file: string): YamlObjects {
  const documents = quickDocuments(text);
  if (documents === undefined) return readByLibrary(text, file);
  const placeAt = (line: number): Place => ({ kind: "file", file, line });
  return joined(
    documents.map(({ value, line, itemLines, ...written }) =>
      objectsOf(value, placeAt(line), itemLines.map(placeAt), written),
    ),
  );
}

function joined(read: readonly YamlObjects[]): YamlObjects {
  return {
    objects: read.flatMap(({ objects }) => objects),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readByLibrary(text: string, file: string): YamlObjects {
  const lines = new LineCounter();
  const documents = documentsOf(text, { lineCounter: lines });
  const placeAt = (offset: number): Place => ({
    kind: "file",
    file,
    line: offset < 0 ? 1 : Math.max(1, lines.linePos(offset).line),
  });
  if (isHelmTemplate(text, documents)) {
    return { ...onlyProblem(placeAt(0), HELM_PROBLEM), helmTemplate: true };
  }
  return joined(documents.map((document) => readDocument(document, placeAt)));
}

function readDocument(document: YamlDocument, placeAt: (offset: number) => Place): YamlObjects {
  const [error] = document.errors;
  if (error) return onlyProblem(placeAt(error.pos[0]), `is not YAML: ${firstLine(error.message)}`);
  const repeated = repeatedKey(document);
  if (repeated) {
    return onlyProblem(
      placeAt(repeated.range?.[0] ?? 0),
      `is not YAML: Map keys must be unique, and ${String(repeated.value)} stands there twice`,
    );
  }
  const start = placeAt(document.contents?.range[0] ?? 0);
  let object: unknown;
  try {
    object = document.toJS();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return onlyProblem(start, `is not YAML: ${firstLine(reason)}`);
  }
  return objectsOf(object, start, itemOffsets(document).map(placeAt), writtenIn(document.contents));
}

/** @param places Of the items of a List. @default that of the List */
function objectsOf(
  object: unknown,
  start: Place,
  places: readonly Place[] = [],
  written: WithWritten = {},
): YamlObjects {
  const halves = incomplete(object);
  if (halves !== undefined) return onlyProblem(start, halves);
  if (!isObject(object) || !isKubernetesObject(object)) return { objects: [], problems: [] };
  const items = itemsOf(object);
  if (items === undefined) {
    return { objects: [{ object, place: start, ...written }], problems: [] };
  }
  const placed = items.map((item, index) => ({ item, place: places[index] ?? start }));
  return {
    objects: placed.flatMap(({ item, place }, index) =>
      isObject(item) ? [{ object: item, place, ...writtenOfItem(written, index) }] : [],
    ),
    problems: placed.flatMap(({ item, place }) =>
      isObject(item) ? [] : [{ place, message: "an item of the List is no object" }],
    ),
  };
}

/** What was meant for the cluster, and no cluster takes. */
function incomplete(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    return value.some((item) => isObject(item) && isKubernetesObject(item))
      ? "is a sequence of objects, which kubectl refuses, and was not checked; make it documents or a List"
      : undefined;
  }
  if (!isObject(value) || isKubernetesObject(value) || !isObject(value.metadata)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof metadata.name !== "string" || (apiVersion === undefined) === (kind === undefined)) {
    return undefined;
  }
  return `${metadata.name} has no ${kind === undefined ? "kind" : "apiVersion"}, and was not checked`;
}

function isKubernetesObject({ apiVersion, kind }: JsonObject): boolean {
  return typeof apiVersion === "string" && typeof kind === "string";
}

/**
 * Items of a List or, as the API server answers, of a DeploymentList, whose
 * items leave out kind and apiVersion. Undefined for what is no list.
 */
function itemsOf({ apiVersion, kind, items }: JsonObject): readonly unknown[] | undefined {
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) return undefined;
  const own = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
  return items.map((item: unknown) => (isObject(item) ? { ...own, ...item } : item));
}

function onlyProblem(place: Place, message: string): YamlObjects {
  return { objects: [], problems: [{ place, message }] };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? text;
}
