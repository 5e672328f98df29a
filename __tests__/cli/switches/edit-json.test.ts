import { readFileSync } from "node:fs";
import fc from "fast-check";
import { editJson } from "../../../cli/switches/edit-json";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";

const TEXT = `{
  "images": "registry",
  "chartVersions": {},
  "addons": {
    "keda": true,
    "keda-like": true
  }
}
`;

test("one value changes in one line, and every other character stays", () => {
  expect(editJson(TEXT, [{ path: ["images"], value: "ghcr" }])).toBe(
    TEXT.replace('"registry"', '"ghcr"'),
  );
  expect(editJson(TEXT, [{ path: ["addons", "keda"], value: false }])).toBe(
    TEXT.replace('"keda": true', '"keda": false'),
  );
});

test("several values change at once, whatever their order", () => {
  const edits = [
    { path: ["addons", "keda"], value: false },
    { path: ["images"], value: "ghcr" },
  ];
  expect(editJson(TEXT, edits)).toBe(editJson(TEXT, [...edits].reverse()));
});

test("an object stays in its line where there is room, and is empty again without its member", () => {
  const with1 = editJson(TEXT, [{ path: ["chartVersions"], value: { keda: "2.20.1" } }]);
  expect(with1).toBe(TEXT.replace("{},", '{ "keda": "2.20.1" },'));
  expect(editJson(with1, [{ path: ["chartVersions"], value: {} }])).toBe(TEXT);
});

test("an object that is too long for a line has a line for each member, as the formatter writes it", async () => {
  const value = Object.fromEntries(
    ["keda", "metrics-server", "external-secrets", "cluster-autoscaler"].map((chart) => [
      chart,
      "10.20.30-rc.1",
    ]),
  );
  const edited = editJson(TEXT, [{ path: ["chartVersions"], value }]);
  expect(edited).toContain(
    '  "chartVersions": {\n    "keda": "10.20.30-rc.1",\n    "metrics-server": "10.20.30-rc.1",\n',
  );
  expect(edited).toContain('"10.20.30-rc.1"\n  },\n  "addons"');
});

test("other spacing, line ends and a missing last line end stay", () => {
  const odd = '\n{"a" :\t"x" ,\r\n\r\n "b":{ "c":1}}';
  expect(editJson(odd, [{ path: ["b", "c"], value: 2 }])).toBe(odd.replace("1", "2"));
});

test("a value that is not there is a defect, not a new member", () => {
  expect(() => editJson(TEXT, [{ path: ["imagez"], value: 1 }])).toThrow("there is no imagez");
});

test("any text value is written so that JSON reads it back", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const text = JSON.stringify({ a: before, b: { c: before } }, undefined, 2);
      const edited = editJson(text, [{ path: ["b", "c"], value: after }]);
      expect(JSON.parse(edited)).toEqual({ a: before, b: { c: after } });
    }),
  );
});

test.each(ENVIRONMENT_NAMES)("the switches of %s are edited without any other change", (name) => {
  const text = readFileSync(`environments/${name}.switches.json`, "utf8");
  const edited = editJson(text, [{ path: ["imageTags", "montage-ai"], value: "0000000" }]);
  const lines = text.split("\n");
  expect(edited.split("\n").filter((line, index) => line !== lines[index])).toEqual([
    '    "montage-ai": "0000000"',
  ]);
});
