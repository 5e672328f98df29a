import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { LastRead } from "../../inventory/last-read";
import { readSynthesized, type StackSource } from "../../inventory/synthesized";
import { specOf, synthesize } from "../support/synth";

const fresh = (sources: readonly StackSource[]) => readSynthesized(sources, new LastRead());

/** The stacks of an environment under another name, with what cdktf notes of it. */
function sourcesOf(environment: string, name: string): readonly StackSource[] {
  const stacks = synthesize(specOf(environment));
  return Object.entries(stacks).map(([stack, json]) => ({
    name: `${name}-${stack}`,
    json: JSON.parse(
      JSON.stringify(json).replaceAll(`"path":"${environment}-`, `"path":"${name}-`),
    ),
  }));
}

test.each(ENVIRONMENT_NAMES)(
  "%s under another name is read as if there had been none before, at its own places",
  (environment) => {
    const last = new LastRead();
    const first = readSynthesized(sourcesOf(environment, "first"), last);
    const second = readSynthesized(sourcesOf(environment, "second"), last);
    expect(second).toEqual(fresh(sourcesOf(environment, "second")));
    expect(first).toEqual(fresh(sourcesOf(environment, "first")));
    expect(JSON.stringify(second)).not.toContain("first-");
    // What both have is one value.
    expect(second.contents[0]?.value).toBe(first.contents[0]?.value);
  },
);

test("environments of different data, one after another, each have their own objects", () => {
  const last = new LastRead();
  for (const environment of ["staging", "production", "staging"]) {
    const sources = sourcesOf(environment, environment);
    expect(readSynthesized(sources, last)).toEqual(fresh(sources));
  }
});

function configMap(name: string, value: string): StackSource {
  const metadata = { name: "settings", namespace: "app" };
  return {
    name,
    json: { resource: { kubernetes_config_map_v1: { settings: { metadata, data: { value } } } } },
  };
}

test("a resource that changed is read anew, and one that another environment has elsewhere is its own", () => {
  const last = new LastRead();
  const read = (name: string, value: string) => readSynthesized([configMap(name, value)], last);
  expect(read("one-workload", "a").configMaps).toEqual(
    fresh([configMap("one-workload", "a")]).configMaps,
  );
  expect(read("two-workload", "b").configMaps).toEqual(
    fresh([configMap("two-workload", "b")]).configMaps,
  );
  expect(read("three-workload", "b").configMaps[0]?.place).toMatchObject({
    stack: "three-workload",
  });
});

test("an environment before the last is remembered, one long ago is not", () => {
  const last = new LastRead();
  const value = (name: string, text: string) =>
    readSynthesized([configMap(name, text)], last).contents[0]?.value;
  const first = value("one-workload", "a");
  value("two-workload", "b");
  expect(value("three-workload", "a")).toBe(first);
  for (const text of ["b", "c", "d", "e"]) value("other-workload", text);
  expect(value("four-workload", "a")).not.toBe(first);
  expect(value("four-workload", "a")).toEqual(first);
});

test("what cannot be read is told with the stack that it is in", () => {
  const last = new LastRead();
  const release = { name: "redis", chart: "redis", values: ["- no mapping"] };
  const json = { resource: { helm_release: { redis: release } } };
  for (const name of ["one-platform", "two-platform"]) {
    expect(() => readSynthesized([{ name, json }], last)).toThrow(
      `stack ${name}, helm_release.redis: values are not a mapping`,
    );
  }
});
