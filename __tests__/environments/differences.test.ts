import { differences } from "../../environments/differences";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";
import { montageAiIn } from "../support/applications";

/** Paths in which an environment differs from itself after changes. */
function paths(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const spec = specOf("staging");
  return differences(spec, changedSpec(spec, changes)).map(({ path }) => path);
}

test("an environment does not differ from itself", () => {
  expect(paths({})).toEqual([]);
});

test("name and accepted findings are not compared", () => {
  expect(paths({ name: "production", accepted: [] })).toEqual([]);
});

test("a value that only one has is a difference, as high up as it is missing", () => {
  const spec = specOf("staging");
  const without = changedSpec(spec, { vault: undefined });
  expect(differences(spec, without)).toEqual([
    { path: "vault", left: spec.vault, right: undefined },
  ]);
  expect(differences(without, spec)).toEqual([
    { path: "vault", left: undefined, right: spec.vault },
  ]);
});

test("values of a chart that one alone has are named to the last key", () => {
  const keda = { operator: { replicaCount: 3 }, image: { pullPolicy: "Always" } };
  expect(paths({ "platform.chartValues": { keda } })).toEqual([
    "platform.chartValues.keda.operator.replicaCount",
    "platform.chartValues.keda.image.pullPolicy",
  ]);
});

test("members of lists are compared by name, in any order", () => {
  const { machines } = { machines: [], ...specOf("staging").cluster };
  expect(paths({ "cluster.machines": [...machines].reverse() })).toEqual([]);
});

test("keys that are no words are quoted", () => {
  expect(
    paths({
      "applications.0.settings": { ...montageAiIn(specOf("staging")).settings, "a/b.c": "1" },
    }),
  ).toEqual(['applications[montage-ai].settings["a/b.c"]']);
});
