import { mergeValues } from "../../addons/kit/values";
import { groupBy } from "../group-by";
import { InventoryError, isObject, type JsonObject } from "../json";
import {
  type Content,
  describe,
  describePlace,
  type HelmRelease,
  type ObjectName,
  type ValuesReference,
} from "../model";
import { chartOfSource } from "./flux";
import { parseValues, setAt, withSettings } from "./values";

/** Releases with what they take from other objects of the same source: charts, repositories, values. */
export function resolveReleases(
  releases: readonly HelmRelease[],
  contents: readonly Content[],
): readonly HelmRelease[] {
  if (releases.every(({ references }) => references === undefined)) return releases;
  const byName = groupBy(contents, describe);
  const find = (name: ObjectName) => {
    const value = byName.get(describe(name))?.[0]?.value;
    return isObject(value) ? value : undefined;
  };
  return releases.map((release) => resolve(release, find));
}

type Find = (name: ObjectName) => JsonObject | undefined;

function resolve({ references, ...release }: HelmRelease, find: Find): HelmRelease {
  if (references === undefined) return release;
  const { chart, repository, valuesBelow = [], valuesAbove = [], set = [] } = references;
  const unread: string[] = [...(release.unread ?? [])];
  const documentsOf = (list: readonly ValuesReference[]) =>
    list.map((each) => documentAt(each, release, find, unread)).reduce(mergeValues, {});
  const documents = [documentsOf(valuesBelow), release.values, documentsOf(valuesAbove)].reduce(
    mergeValues,
    {},
  );
  return {
    ...release,
    ...(repository === undefined ? {} : repositoryAt(repository, release, find)),
    ...(chart === undefined ? {} : chartAt(chart, find, unread)),
    values: withSettings(documents, { set }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

function repositoryAt(name: ObjectName, { chart, repository }: HelmRelease, find: Find) {
  const url = specOf(find(name)).url;
  return { chart, repository: typeof url === "string" ? url : repository };
}

function chartAt(name: ObjectName, find: Find, unread: string[]) {
  const found = find(name);
  const chart = found && chartOfSource(name.kind, specOf(found));
  if (chart === undefined) unread.push(`chart and version of ${describe(name)}`);
  return chart ?? {};
}

function documentAt(
  { path, target, optional, ...name }: ValuesReference,
  { place }: HelmRelease,
  find: Find,
  unread: string[],
): JsonObject {
  const found = path.reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    find(name),
  );
  if (isObject(found)) return found;
  if (typeof found !== "string") {
    // The values of a Secret are never kept.
    if (!optional) unread.push(`values of ${describe(name)}`);
    return {};
  }
  if (target !== undefined) return setAt({}, target, found);
  try {
    return parseValues(found, describePlace(place));
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    unread.push(`values of ${describe(name)}, which are no mapping`);
    return {};
  }
}

function specOf(object: JsonObject | undefined): JsonObject {
  return isObject(object?.spec) ? object.spec : {};
}
