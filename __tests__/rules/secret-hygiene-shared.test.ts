import type { Content } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";
import { secretHygiene } from "../../rules/secret-hygiene";

/** What two environments have in common is one value. */
const value = { data: { "app.env": "API_KEY=correct-horse-9-battery" } };

function content(kind: string, namespace: string): Content {
  return { kind, namespace, name: "settings", place: { kind: "file", file: "a.yaml" }, value };
}

/** `object: place in it` of each finding. */
function found(...contents: readonly Content[]): readonly string[] {
  return secretHygiene
    .check({ ...readSynthesized([]), contents }, undefined)
    .map(({ object, message }) => `${object}: ${message.split(" holds ")[0]}`);
}

test("a secret in a value that two objects have in common is found in each of them", () => {
  expect(found(content("ConfigMap", "one"), content("ConfigMap", "two"))).toEqual([
    "ConfigMap one/settings: data.app.env: API_KEY",
    "ConfigMap two/settings: data.app.env: API_KEY",
  ]);
});

test("a value is judged by the kind of each object that has it", () => {
  const [settings, other] = [content("ConfigMap", "one"), content("Widget", "one")];
  expect(found(other)).not.toEqual(found(settings));
  expect(found(settings, other, settings)).toEqual([
    ...found(settings),
    ...found(other),
    ...found(settings),
  ]);
});
