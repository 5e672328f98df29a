import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import type { LiveRelease } from "../../inventory/live";
import { type Declared, describe, type Inventory } from "../../inventory/model";
import { amountOf } from "../../inventory/quantity";
import { readSynthesized } from "../../inventory/synthesized";
import { synthesize } from "../synthesize";
import { type Diagnosis, diagnosis, type Examination } from "./examination";

/** What of an inventory is compared: what this project's own resources make. */
const LISTS = [
  "workloads",
  "autoscalers",
  "claims",
  "storageClasses",
  "services",
  "ingresses",
  "networkPolicies",
  "resourceQuotas",
  "limitRanges",
  "podDisruptionBudgets",
  "serviceAccounts",
  "configMaps",
  "namespaces",
] as const satisfies readonly (keyof Inventory)[];

/** Where an object stands and what is said about it are no part of it. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["place", "annotations"]);
/** Fields that a line has room for. */
const MOST_FIELDS = 4;

/** The environment as its code makes it. */
export function inventoryOfCode(spec: EnvironmentSpec): Inventory {
  const [environment] = synthesize([spec], undefined).environments;
  return readSynthesized((environment?.stacks ?? []).map(({ id, json }) => ({ name: id, json })));
}

/** Objects that are not as the code makes them, or not there at all. */
export function driftFromCode(code: Inventory, examination: Examination): readonly Diagnosis[] {
  const { inventory, spec } = examination;
  const unread = new Set(LISTS.filter((list) => inventory[list].length === 0));
  return [
    ...LISTS.filter((list) => !unread.has(list)).flatMap((list) => {
      const live = new Map<string, object>(
        inventory[list].map((entry) => [describe(entry), entry]),
      );
      return code[list].flatMap((entry) => {
        const found = live.get(describe(entry));
        const fields =
          found === undefined ? ["is not there"] : differences(comparable(entry, code), found, "");
        return fields.length === 0 ? [] : [drifted(entry, fields, spec)];
      });
    }),
    ...missingReleases(code, examination),
  ];
}

function drifted(
  object: Declared,
  fields: readonly string[],
  spec: EnvironmentSpec | undefined,
): Diagnosis {
  const shown = fields.slice(0, MOST_FIELDS).join("; ");
  const more = fields.length - MOST_FIELDS;
  return diagnosis(object, {
    id: "drift-from-code",
    cause: `${shown}${more > 0 ? `; and ${more} more fields` : ""}`,
    fix: "put the change into the code, or let the next apply take it back",
    command: `npm run plan -- ${spec?.name ?? ""}`,
  });
}

function missingReleases(code: Inventory, { live, spec }: Examination): readonly Diagnosis[] {
  const there = (release: { readonly name: string; readonly namespace: string }) =>
    live.releases.some(
      (each: LiveRelease) => each.release === release.name && each.namespace === release.namespace,
    );
  // Without any, Secrets may not be read.
  if (live.releases.length === 0) return [];
  return code.helmReleases
    .filter((release) => !there(release))
    .map((release) => drifted(release, ["is not there"], spec));
}

/** Replicas are an order only where no autoscaler changes them. */
function comparable(entry: Declared, { autoscalers }: Inventory): object {
  const scaled = autoscalers.some(
    ({ target, namespace }) =>
      target.kind === entry.kind && target.name === entry.name && namespace === entry.namespace,
  );
  return scaled ? { ...entry, replicas: undefined } : entry;
}

/** What the code says and the cluster has otherwise; what only the cluster says was filled in by it. */
function differences(code: unknown, live: unknown, path: string): readonly string[] {
  if (code === undefined || code === null || isExpression(code)) return [];
  if (Array.isArray(code)) return listDifferences(code, Array.isArray(live) ? live : [], path);
  if (isObject(code)) {
    return Object.entries(code)
      .filter(([key]) => path !== "" || !NOT_COMPARED.has(key))
      .flatMap(([key, value]) =>
        differences(
          value,
          isObject(live) ? live[key] : undefined,
          path === "" ? key : `${path}.${key}`,
        ),
      );
  }
  return sameValue(code, live, path)
    ? []
    : [`${path}: code ${shown(code, path)}, live ${shown(live, path)}`];
}

/** Items by their name where they have one, by their place otherwise. */
function listDifferences(
  code: readonly unknown[],
  live: readonly unknown[],
  path: string,
): readonly string[] {
  if (code.every((item) => typeof item === "string")) {
    const missing = code.filter((item) => !isExpression(item) && !live.includes(item));
    return missing.map((item) => `${path}: live lacks ${item}`);
  }
  return code.flatMap((item, index) => {
    const name = nameOf(item);
    const found = name === undefined ? live[index] : live.find((other) => nameOf(other) === name);
    return found === undefined
      ? [`${path}.${name ?? index}: not there`]
      : differences(item, found, `${path}.${name ?? index}`);
  });
}

function nameOf(item: unknown): string | undefined {
  return isObject(item) && typeof item.name === "string" ? item.name : undefined;
}

/** A value that only the apply knows. */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** Quantities may be written in other words: 1000m is 1. */
function sameValue(code: unknown, live: unknown, path: string): boolean {
  if (String(code) === String(live ?? "")) return true;
  if (typeof code !== "string" || typeof live !== "string") return false;
  const resource = path.split(".").at(-1) ?? "";
  const amount = amountOf(resource, code);
  return !Number.isNaN(amount) && amount === amountOf(resource, live);
}

/** Values of variables and of files may be anything, so only that they differ is said. */
function shown(value: unknown, path: string): string {
  if (value === undefined) return "none";
  return /\.env\.|^data\./.test(path) ? "(a value)" : JSON.stringify(value);
}
