import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import type { Place } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { documentsOf } from "../../inventory/manifests/yaml-document";
import { writtenIn } from "../../inventory/manifests/written";
import type { Rule } from "../../rules";
import { findingsOf } from "../../rules/engine/rule";

/** What a rule finds in YAML of one file, as `severity object: message`. */
export function foundInYaml(rule: Rule, yaml: string): readonly string[] {
  return found(rule, yaml, { kind: "file", file: "all.yaml", line: 1 }, undefined);
}

/** What a rule finds in a live cluster that has these objects. */
export function foundInCluster(
  rule: Rule,
  yaml: string,
  spec: EnvironmentSpec | undefined,
): readonly string[] {
  return found(rule, yaml, { kind: "cluster", context: "staging" }, spec);
}

function found(
  rule: Rule,
  yaml: string,
  place: Place,
  spec: EnvironmentSpec | undefined,
): readonly string[] {
  const objects = documentsOf(yaml).map((document) => {
    const object: unknown = document.toJS();
    if (!isObject(object)) throw new Error("a document of the test is not an object");
    return { object, place, ...writtenIn(document.contents) };
  });
  const { inventory, problems } = readForeignObjects(objects);
  expect(problems).toEqual([]);
  return findingsOf(rule, inventory, spec).map(
    ({ severity, object, message }) => `${severity} ${object}: ${message}`,
  );
}
