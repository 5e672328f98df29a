import { readYamlObjects } from "../../inventory/manifests/yaml-objects";

const object = (name: string, space: number | undefined = undefined) =>
  JSON.stringify(
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: `}"${name}` } },
    null,
    space,
  );

const read = (text: string) => {
  const { objects, problems } = readYamlObjects(text, "a.json");
  return {
    names: objects.map(({ place }) => (place.kind === "file" ? place.line : 0)),
    problems: problems.length,
  };
};

describe("objects of JSON one after the other", () => {
  test.each([
    ["on a line each", `${object("a")}\n${object("b")}\n`, [1, 2]],
    ["with nothing between them", object("a") + object("b"), [1, 1]],
    ["of several lines", `\n${object("a", 2)}\n\n${object("b", 2)}`, [2, 10]],
    ["in documents of YAML", `${object("a")}\n---\n${object("b")}`, [1, 3]],
    ["alone", object("a", 2), [1]],
  ])("are all read %s", (_, text, lines) => {
    expect(read(text)).toEqual({ names: lines, problems: 0 });
  });

  test("are a problem where one of them is cut", () => {
    expect(read(`${object("a")}\n{"apiVersion": "v1", "kind": `).problems).toBe(1);
  });
});
