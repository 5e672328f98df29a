import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import type { LiveRelease } from "../../inventory/live";
import { type Declared, describe, type Inventory } from "../../inventory/model";
import { differences } from "../drift/differences";
import { shown } from "../drift/mask";
import { type Diagnosis, diagnosis, type Examination } from "./examination";
import { driftedRights } from "./rights-drift";

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

/** Fields that a line has room for. */
const MOST_FIELDS = 4;

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
          found === undefined
            ? ["is not there"]
            : [...fieldsOf(comparable(entry, code), found), ...addedKeys(entry, found)];
        return fields.length === 0 ? [] : [drifted(entry, fields, spec)];
      });
    }),
    ...driftedRights(code.contents, examination).map(({ object, differences: fields }) =>
      drifted(object, fields, spec),
    ),
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

/** Where an object stands is no part of it; replicas are an order only where no autoscaler changes them. */
function comparable(entry: Declared, { autoscalers }: Inventory): object {
  const scaled = autoscalers.some(
    ({ target, namespace }) =>
      target.kind === entry.kind && target.name === entry.name && namespace === entry.namespace,
  );
  return {
    ...entry,
    place: undefined,
    annotations: undefined,
    ...(scaled ? { replicas: undefined } : {}),
  };
}

/** Keys of a ConfigMap that the code does not have: programs read them all the same. */
function addedKeys(code: Declared, live: object): readonly string[] {
  if (code.kind !== "ConfigMap" || !("data" in code) || !("data" in live)) return [];
  const keys = (data: unknown) => (isObject(data) ? Object.keys(data) : []);
  const known = new Set(keys(code.data));
  return keys(live.data)
    .filter((key) => !known.has(key))
    .map((key) => `data.${key}: code nothing, live (a value)`);
}

/** Values of variables and of files may be secrets: the finding names the difference, not the values. */
function fieldsOf(code: object, live: object): readonly string[] {
  return differences(code, live).map(({ path, ...values }) => {
    const text = (value: unknown) =>
      /\.env\.|^data\./.test(path) && value !== undefined ? "(a value)" : shown(value, path, "");
    return `${path}: code ${text(values.code)}, live ${text(values.live)}`;
  });
}
