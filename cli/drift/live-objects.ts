import { z } from "zod";
import type { Answer, Get } from "../../inventory/cluster";
import { isObject, type JsonObject } from "../../inventory/json";
import type { ManifestObject } from "./noise";

/** An object as it is now, or why that is not known. */
export type LiveAnswer = { readonly object: JsonObject | undefined } | { readonly failure: string };

/** Reads an object as it is now. */
export type ReadLive = (object: ManifestObject) => Promise<LiveAnswer>;

const resources = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
const list = z.object({
  metadata: z.object({ continue: z.string().optional() }).default({}),
  items: z.array(z.custom<JsonObject>(isObject)).default([]),
});

type Collection = { readonly items: readonly JsonObject[] } | { readonly failure: string };

/**
 * Reads objects by the lists that they are in, each list once: a chart has a
 * hundred objects of twenty kinds in one namespace. As JSON, since a typed
 * client leaves out what its types do not know.
 */
export function readerOfLists(ask: Get): ReadLive {
  const get = limited(ask);
  const kinds = new Map<string, Promise<Answer>>();
  const lists = new Map<string, Promise<Collection>>();
  return async ({ apiVersion, kind, namespace, name }) => {
    const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const served = await once(kinds, base, get);
    // A group that is gone has no objects.
    if ("failure" in served) return isMissing(served) ? { object: undefined } : served;
    const found = resources
      .parse(served.json)
      .resources.find((resource) => resource.kind === kind && !resource.name.includes("/"));
    if (found === undefined) return { object: undefined };
    const place = found.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
    const collection = await once(lists, `${base}${place}/${found.name}`, (path) =>
      readAll(path, get),
    );
    if ("failure" in collection) return collection;
    return { object: collection.items.find((item) => nameOf(item) === name) };
  };
}

/** Each request may be a kubectl of its own. */
const PARALLEL = 4;

function limited(get: Get): Get {
  const waiting: (() => void)[] = [];
  let active = 0;
  return async (path) => {
    while (active >= PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
    try {
      return await get(path);
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  };
}

function once<T>(
  known: Map<string, Promise<T>>,
  key: string,
  make: (key: string) => Promise<T>,
): Promise<T> {
  const found = known.get(key) ?? make(key);
  known.set(key, found);
  return found;
}

function isMissing({ failure }: { readonly failure: string }): boolean {
  return /NotFound|could not find the requested resource/.test(failure);
}

async function readAll(path: string, get: Get): Promise<Collection> {
  const items: JsonObject[] = [];
  let next: string | undefined = "";
  while (next !== undefined) {
    const page: string = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    const answer = await get(`${path}?limit=500${page}`);
    if ("failure" in answer) return { failure: `${path} could not be read: ${answer.failure}` };
    const { items: some, metadata } = list.parse(answer.json);
    items.push(...some);
    next = metadata.continue === "" ? undefined : metadata.continue;
  }
  return { items };
}

function nameOf({ metadata }: JsonObject): unknown {
  return isObject(metadata) ? metadata.name : undefined;
}
