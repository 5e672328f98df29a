import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import type { Inventory, Place } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { documentsOf } from "../../inventory/manifests/yaml-document";
import { writtenIn } from "../../inventory/manifests/written";
import type { Rule } from "../../rules";
import { findingsOf } from "../../rules/engine/rule";

/** A live cluster as the place of every object. */
export const CLUSTER: Place = { kind: "cluster", context: "staging" };

/** The inventory of YAML documents, in a file or wherever `place` says. */
export function inventoryOf(yaml: string, place?: Place): Inventory {
  const objects = documentsOf(yaml).flatMap((document, index) => {
    const object: unknown = document.toJS();
    const inFile = { kind: "file", file: "app.yaml", line: index + 1 } as const;
    return isObject(object)
      ? [{ object, place: place ?? inFile, ...writtenIn(document.contents) }]
      : [];
  });
  const { inventory, problems } = readForeignObjects(objects);
  expect(problems).toEqual([]);
  return inventory;
}

/** What a rule finds in YAML documents, as `severity object: message | fix`. */
export function foundIn(
  rule: Rule,
  yaml: string,
  { place, spec }: { readonly place?: Place; readonly spec?: EnvironmentSpec } = {},
): readonly string[] {
  return findingsOf(rule, inventoryOf(yaml, place), spec).map(
    ({ severity, object, message, fix }) => `${severity} ${object}: ${message} | ${fix}`,
  );
}
