import { statSync } from "node:fs";
import path from "node:path";
import { groupBy } from "../group-by";
import { isObject } from "../json";
import type { ReadObject } from "../kubernetes";
import { describePlace } from "../model";
import { isEmpty, type ReadingProblem, readForeignObjects, type Reading } from "../reading";
import { type Built, kubectlKustomize } from "./build";
import { FileReader, isKustomization, manifestFiles } from "./folder";
import { chartAbove, chartFoldersIn, chartsOf } from "./helm";
import {
  droppedBelow,
  type Kustomization,
  parseKustomization,
  problemAt,
  resourcesOf,
} from "./kustomization";
import { readYamlObjects, type YamlObjects } from "./yaml-objects";

/** Objects that are deployed together: what the rules may hold against each other. */
export interface Unit {
  /** Folder, from the folder that was read. */
  readonly name: string;
  /** The same without what tells a folder's loose files from its kustomization. */
  readonly folder: string;
  /** Place among all: kustomizations come first, then charts, then loose files. */
  readonly order: number;
  readonly reading: Reading;
}

/** All units of {@link foldersOf}, in their order. */
export function readManifests(
  given: string,
  kustomize: (folder: string) => Built = kubectlKustomize,
): readonly Unit[] {
  return foldersOf(given)
    .flatMap(({ read }) => read(kustomize))
    .sort(byOrder);
}

export function byOrder(left: Pick<Unit, "order">, right: Pick<Unit, "order">): number {
  return left.order - right.order;
}

/** What is read at once. */
export interface ManifestFolder {
  /** Folders of the kustomizations that are to be built for it. */
  readonly kustomizations: readonly string[];
  /** To be called once, after those of all that stand before it. */
  read(kustomize: (folder: string) => Built): readonly Unit[];
}

/**
 * Finds what is to be read of a folder of YAML and JSON, or of one file, folder by folder: those
 * above come first, so that what is done with can be forgotten before the next is read. Each
 * kustomization that no other takes is a unit, for overlays deploy the same names many times over;
 * the files that no kustomization names are a unit for each folder. A chart that has to be
 * rendered first is a unit of one problem.
 */
export function foldersOf(given: string): readonly ManifestFolder[] {
  const isFile = statSync(given).isFile();
  const folder = isFile ? path.dirname(given) : given;
  const files = new FileReader(folder);
  const found = isFile ? [given] : manifestFiles(folder);
  const kustomizations = found.filter(isKustomization).map(parseKustomization);
  const named = new Set(kustomizations.flatMap(({ names }) => names.map(withoutSlash)));
  const roots = rootsOf(kustomizations, named);
  const folders = new Set(kustomizations.map((each) => each.folder));
  const free = found.filter((file) => !isKustomization(file) && !named.has(file));
  const chartFolders = chartFoldersIn(found);
  const templates: string[] = [];
  const nameOf = (below: string) => path.relative(folder, below) || ".";
  const readFree = (members: readonly string[]): Reading => {
    const read = members.map((file) => ({ file, ...files.readOnce(file) }));
    const ofCharts = read.filter(
      ({ file, helmTemplate }) => helmTemplate && chartAbove(file, chartFolders) !== undefined,
    );
    templates.push(...ofCharts.map(({ file }) => file));
    return readFiles(read.filter((each) => !ofCharts.includes(each)));
  };
  const jobs: readonly Job[] = [
    ...roots.map((root, index) => ({
      folder: root.folder,
      name: nameOf(root.folder),
      order: index,
      builds: root.problem === undefined,
      read: (kustomize: (folder: string) => Built) => readKustomization(root, files, kustomize),
    })),
    ...[...groupBy(free, path.dirname)].map(([directory, members], index) => ({
      folder: directory,
      name: `${nameOf(directory)}${folders.has(directory) ? " (files in no kustomization)" : ""}`,
      order: LAST + index,
      read: () => readFree(members),
    })),
  ];
  const byFolder = groupBy(jobs, (job) => job.folder + path.sep);
  const below = [...byFolder].sort(([left], [right]) => (left < right ? -1 : 1));
  return [
    ...below.map(([, group]): ManifestFolder => ({
      kustomizations: [...new Set(group.flatMap((job) => (job.builds === true ? job.folder : [])))],
      read: (kustomize) =>
        group
          .map(({ name, folder: of, order, read }) => ({
            name,
            folder: nameOf(of),
            order,
            reading: read(kustomize),
          }))
          .filter(({ reading }) => reading.problems.length > 0 || !isEmpty(reading)),
    })),
    // Which charts there are is known when all templates were seen.
    {
      kustomizations: [],
      read: () =>
        chartsOf(templates, chartFolders).map((chart, index) => ({
          name: nameOf(chart.folder),
          folder: nameOf(chart.folder),
          order: CHARTS + index,
          reading: together([], [chart.problem]),
        })),
    },
  ];
}

/** A unit that is still to be read. */
interface Job {
  readonly folder: string;
  readonly name: string;
  readonly order: number;
  /** It is a kustomization that is to be built. */
  readonly builds?: boolean;
  readonly read: (kustomize: (folder: string) => Built) => Reading;
}

/** Places of the first chart and the first folder of loose files. */
const CHARTS = 1e6;
const LAST = 2e6;

/** Those that no other takes, and of those that take one another in a circle the first: it does not build. */
function rootsOf(
  kustomizations: readonly Kustomization[],
  named: ReadonlySet<string>,
): readonly Kustomization[] {
  const byFolder = new Map(kustomizations.map((each) => [each.folder, each]));
  const taken = new Set<Kustomization>();
  const take = (each: Kustomization): void => {
    if (taken.has(each)) return;
    taken.add(each);
    for (const name of each.names) {
      const nested = byFolder.get(withoutSlash(name));
      if (nested) take(nested);
    }
  };
  const roots = kustomizations.filter((each) => !each.component && !named.has(each.folder));
  roots.forEach(take);
  const circles = kustomizations.filter((each) => {
    if (each.component || taken.has(each)) return false;
    take(each);
    return true;
  });
  return [...roots, ...circles];
}

function withoutSlash(name: string): string {
  return name.length > 1 && name.endsWith(path.sep) ? name.slice(0, -1) : name;
}

function readFiles(read: readonly YamlObjects[]): Reading {
  const objects = read.flatMap((each) => each.objects);
  const patches = objects.filter(isPatch).map(({ object, place }) => ({
    place,
    message: `${kindAndName(object)} has no selector, as a patch has none: alone it is nothing, so it was not checked`,
  }));
  return together(
    objects.filter((each) => !isPatch(each)),
    [...read.flatMap(({ problems }) => problems), ...patches],
  );
}

/** The API server refuses these kinds without a selector: such a file changes an object of another. */
function isPatch({ object: { apiVersion, kind, spec } }: ReadObject): boolean {
  const selects = ["Deployment", "StatefulSet", "DaemonSet"].includes(String(kind));
  return apiVersion === "apps/v1" && selects && isObject(spec) && spec.selector === undefined;
}

function readKustomization(
  root: Kustomization,
  files: FileReader,
  kustomize: (folder: string) => Built,
): Reading {
  const plain = resourcesOf(root, files);
  if (root.problem !== undefined) return together(plain.objects, plain.problems);
  const built = kustomize(root.folder);
  if ("failure" in built) {
    const message = `does not build: ${built.failure}; its files were read as they stand, without patches, generators and changed names`;
    const { kept, repeated } = withoutRepeats(plain.objects);
    return together(kept, [problemAt(root.file, message), ...plain.problems, ...repeated]);
  }
  const sources = groupBy(plain.objects, ({ object }) => kindAndName(object));
  const { objects, problems } = readYamlObjects(built.yaml, root.file);
  const start = { kind: "file", file: root.file, line: 1 } as const;
  return together(
    objects.map((each) => ({
      ...each,
      place: sources.get(kindAndName(each.object))?.[0]?.place ?? start,
    })),
    [...droppedBelow(root), ...problems],
  );
}

/** Of a name that comes again, kustomize would refuse the second; often it is a patch in the wrong list. */
function withoutRepeats(objects: readonly ReadObject[]) {
  const groups = [
    ...groupBy(objects, ({ object }) => `${kindAndName(object)} ${namespaceOf(object)}`),
  ];
  const repeated = groups.flatMap(([, [first, ...others]]) =>
    others.map(({ object, place }) => ({
      place,
      message: `${kindAndName(object)} stands in ${first ? describePlace(first.place) : ""} as well; kustomize takes a name once, so this one was not checked`,
    })),
  );
  return { kept: groups.flatMap(([, [first]]) => first ?? []), repeated };
}

function namespaceOf({ metadata }: ReadObject["object"]): string {
  return isObject(metadata) ? String(metadata.namespace) : "";
}

function kindAndName({ kind, metadata }: ReadObject["object"]): string {
  return `${String(kind)} ${isObject(metadata) ? String(metadata.name) : ""}`;
}

function together(objects: readonly ReadObject[], problems: readonly ReadingProblem[]): Reading {
  const reading = readForeignObjects(objects);
  return { ...reading, problems: [...problems, ...reading.problems] };
}
