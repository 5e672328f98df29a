import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isMap, isScalar, LineCounter, type ParsedNode, parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import { z } from "zod";
import { isObject } from "../json";
import type { ReadObject } from "../kubernetes";
import type { ReadingProblem } from "../reading";
import { type FileReader, kustomizationIn } from "./folder";
import type { YamlObjects } from "./yaml-objects";

const paths = z.array(z.string()).nullish();
const schema = z.looseObject({
  kind: z.string().nullish(),
  namespace: z.string().nullish(),
  resources: paths,
  bases: paths,
  components: paths,
});

/** A kustomization.yaml. */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  /** A part of others, of no use alone. */
  readonly component: boolean;
  readonly namespace: string | undefined;
  /** Files and folders whose objects it takes, as paths from where the program runs, or addresses. */
  readonly resources: readonly string[];
  /** Every path that stands anywhere in it: patches, generators' files and others as well. */
  readonly names: readonly string[];
  /** Why it cannot be read. */
  readonly problem: string | undefined;
  /** Documents after the first, which kustomize drops without a word. */
  readonly dropped: readonly ReadingProblem[];
}

export function parseKustomization(file: string): Kustomization {
  const folder = path.dirname(file);
  const from = (name: string) => path.join(folder, name);
  const lines = new LineCounter();
  const documents = [
    ...parseAllDocuments(readFileSync(file, "utf8"), { lineCounter: lines, logLevel: "error" }),
  ];
  const [first, ...others] = documents;
  const unread = {
    file,
    folder,
    component: false,
    namespace: undefined,
    resources: [],
    names: [],
    dropped: others.flatMap((document) => droppedIn(document, file, lines)),
  };
  const [fault] = first?.errors ?? [];
  if (fault) return { ...unread, problem: `is not YAML: ${fault.message.split("\n", 1)[0]}` };
  const json: unknown = first?.toJS();
  const { success, data, error } = schema.safeParse(json ?? {});
  if (!success) {
    const { path: where = [], message } = error.issues[0] ?? {};
    return { ...unread, problem: `${where.join(".") || "(top)"}: ${message}` };
  }
  const resources = [data.resources, data.bases, data.components].flatMap((list) => list ?? []);
  return {
    ...unread,
    component: data.kind === "Component",
    namespace: data.namespace ?? undefined,
    resources: resources.map((name) => (isRemote(name) ? name : from(name))),
    names: textsIn(data).flatMap((text) => [from(text), from(text.replace(/^[^=]*=/, ""))]),
    problem: undefined,
  };
}

function droppedIn(
  { contents }: Document.Parsed<ParsedNode>,
  file: string,
  lines: LineCounter,
): readonly ReadingProblem[] {
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  const text = (key: string) => (isMap(contents) ? contents.getIn(key.split(".")) : undefined);
  const named = [text("kind"), text("metadata.name")].filter((each) => typeof each === "string");
  const object = named.length === 0 ? "the document" : named.join(" ");
  const message = `is one document too many: kustomize takes the first of its file and drops ${object}, which was not checked`;
  return [{ place: { kind: "file", file, line: lines.linePos(contents.range[0]).line }, message }];
}

/** Addresses that kustomize would fetch: https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md */
function isRemote(name: string): boolean {
  return (
    /^([\w+.-]+:\/\/|git@|[\w-]+\.[\w.-]+\/\/?[\w-]+\/[\w-]+)/.test(name) || name.includes("?ref=")
  );
}

/** Texts of one line; a patch may stand in the kustomization itself. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" || value.includes("\n") ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** What kustomize drops of a kustomization and of those that it takes. */
export function droppedBelow(
  { file, dropped, resources }: Kustomization,
  above: readonly string[] = [],
): readonly ReadingProblem[] {
  const nested = resources
    .filter((resource) => statSync(resource, { throwIfNoEntry: false })?.isDirectory())
    .flatMap((resource) => kustomizationIn(resource) ?? [])
    .filter((other) => ![...above, file].includes(other));
  return [
    ...dropped,
    ...nested.flatMap((other) => droppedBelow(parseKustomization(other), [...above, file])),
  ];
}

/**
 * The objects of all files that a kustomization takes, also by way of others,
 * as they stand there: no patch, generator or change of names is applied, only
 * its namespace, without which objects would not find each other.
 */
export function resourcesOf(
  kustomization: Kustomization,
  files: FileReader,
  above: readonly string[] = [],
): YamlObjects {
  const { file, namespace, problem, dropped } = kustomization;
  if (problem !== undefined) {
    return { objects: [], problems: [problemAt(file, problem), ...dropped] };
  }
  const read = kustomization.resources.map((resource): YamlObjects => {
    const found = statSync(resource, { throwIfNoEntry: false });
    if (found?.isFile()) return files.read(resource);
    const nested = found?.isDirectory() ? kustomizationIn(resource) : undefined;
    if (nested !== undefined && ![...above, file].includes(nested)) {
      return resourcesOf(parseKustomization(nested), files, [...above, file]);
    }
    const message = `names ${resource}, which cannot be read; what it holds was not checked`;
    return { objects: [], problems: [problemAt(file, message)] };
  });
  return {
    objects: read
      .flatMap(({ objects }) => objects)
      .map((object) => (namespace === undefined ? object : inNamespace(object, namespace))),
    problems: [...dropped, ...read.flatMap(({ problems }) => problems)],
  };
}

const CLUSTER_WIDE: ReadonlySet<unknown> = new Set([
  "APIService",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "StorageClass",
]);

function inNamespace(read: ReadObject, namespace: string): ReadObject {
  const { object } = read;
  if (CLUSTER_WIDE.has(object.kind) || !isObject(object.metadata)) return read;
  return { ...read, object: { ...object, metadata: { ...object.metadata, namespace } } };
}

export function problemAt(file: string, message: string): ReadingProblem {
  return { place: { kind: "file", file, line: 1 }, message };
}
