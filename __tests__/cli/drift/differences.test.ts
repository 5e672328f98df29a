import { differences } from "../../../cli/drift/differences";

const paths = (code: unknown, live: unknown) => differences(code, live).map(({ path }) => path);

describe("code against a cluster", () => {
  test("a field that the code says and the cluster has otherwise is found by its path", () => {
    const code = { spec: { containers: [{ name: "a", image: "i:1" }], hostNetwork: false } };
    const live = { spec: { containers: [{ name: "a", image: "i:2", imagePullPolicy: "Always" }] } };
    expect(differences(code, live)).toEqual([
      { path: "spec.containers.a.image", code: "i:1", live: "i:2" },
    ]);
  });

  test("what only the cluster has was filled in by it, but not an item of a list that the code has", () => {
    expect(paths({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
    expect(differences({ env: [{ name: "A" }] }, { env: [{ name: "A" }, { name: "B" }] })).toEqual([
      { path: "env.B", code: undefined, live: { name: "B" } },
    ]);
    expect(paths({ args: ["a"] }, { args: ["a", "--debug"] })).toEqual(["args"]);
    expect(paths({ rules: [{ a: 1 }] }, { rules: [{ a: 1 }, { a: 2 }] })).toEqual(["rules"]);
  });

  test("only the words of a command have an order", () => {
    expect(paths({ values: ["a", "b"] }, { values: ["b", "a"] })).toEqual([]);
    expect(paths({ args: ["a", "b"] }, { args: ["b", "a"] })).toEqual(["args"]);
  });

  test("what is gone is found, by member and by item", () => {
    expect(paths({ a: { b: 1 } }, {})).toEqual(["a"]);
    expect(paths({ env: [{ name: "A", value: "1" }] }, { env: [] })).toEqual(["env.A"]);
    expect(paths({ list: ["a"] }, { list: "a" })).toEqual(["list"]);
  });

  test("what is empty, false or zero may be left out, and null says nothing", () => {
    expect(paths({ a: "", b: [], c: {}, d: false, e: 0, f: null, g: { h: [] } }, {})).toEqual([]);
    expect(paths({ a: false }, { a: true })).toEqual(["a"]);
  });

  test("quantities may be written in other words, where there are quantities", () => {
    const code = { resources: { requests: { cpu: "1000m", memory: "1Gi" } } };
    expect(paths(code, { resources: { requests: { cpu: 1, memory: "1024Mi" } } })).toEqual([]);
    expect(paths(code, { resources: { requests: { cpu: "2", memory: "1Gi" } } })).toEqual([
      "resources.requests.cpu",
    ]);
    expect(paths({ tag: "1000m" }, { tag: "1" })).toEqual(["tag"]);
  });

  test("what only an apply knows is not compared", () => {
    expect(paths({ a: "${x.y}", b: ["${x.y}"] }, { a: "1", b: ["2", "3"] })).toEqual([]);
  });
});
