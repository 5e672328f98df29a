import { jsonReport, textReport } from "../../../cli/check/report";
import type { Paint } from "../../../runtime/paint";
import { finding, unit } from "../../support/checked";

const paint: Paint = (_, text) => text;
const problem = {
  place: { kind: "file", file: "base/chart.yaml", line: 1 },
  message: "is a Helm template",
} as const;

test("people read what could not be read once, then each part, then the sums", () => {
  const accepted = finding({ severity: "warning", accepted: "until March" });
  const text = textReport(
    [
      { ...unit("a", finding()), problems: [problem] },
      { ...unit("b", accepted), problems: [problem] },
    ],
    { paint, verbose: false },
  );
  expect(text.slice(text.indexOf("not read:"))).toBe(
    [
      "not read: base/chart.yaml:1",
      "  says: is a Helm template",
      "a: 0 of 1 rules hold",
      "b: 1 of 1 rules hold",
      "A rule fails: 1 error, 0 warnings, 1 accepted (--verbose shows them), 1 not read. Next: the fixes above\n",
    ].join("\n"),
  );
});

test("what is accepted is a count, and with --verbose shown with its reason", () => {
  const accepted = finding({ severity: "warning", accepted: "until March" });
  const text = (verbose: boolean) => textReport([unit("a", accepted)], { paint, verbose });
  expect(text(false)).toBe(
    "a: 1 of 1 rules hold\nAll rules hold: 0 errors, 0 warnings, 1 accepted (--verbose shows them)\n",
  );
  expect(text(true)).toContain("  held: until March\n");
  expect(text(true)).toContain("0 errors, 0 warnings, 1 accepted\n");
});

test("severities and what holds have their color", () => {
  const loud: Paint = (color, text) => `<${color}>${text}`;
  const text = textReport([unit("a", finding()), unit("b")], { paint: loud, verbose: false });
  expect(text).toMatch(/^<red>error autoscaler-ownership/);
  expect(text).toContain("a: <red>0 of 1 rules hold");
});

test("machines read source, name, environment, each rule and what could not be read", () => {
  const json: unknown = JSON.parse(jsonReport([{ ...unit("a", finding()), problems: [problem] }]));
  expect(json).toEqual([
    {
      source: "manifests",
      name: "a",
      rules: [{ id: "autoscaler-ownership", holds: false, findings: [finding()] }],
      problems: [problem],
    },
  ]);
});

describe("what is alike", () => {
  const warning = (name: string, message = `needs ${name} (a, b) on port 80`) =>
    finding({ severity: "warning", object: `Deployment ns/${name}`, message });
  const report = (...findings: readonly ReturnType<typeof finding>[]) =>
    textReport([unit("a", ...findings)], { paint, verbose: false });
  const countOf = (text: string, part: string) => text.split(part).length - 1;

  test("is one warning with its count and examples, and all of it for machines", () => {
    const all = ["a", "b", "c", "d"].map((name) => warning(name));
    const text = report(...all);
    expect(text).toContain("warning autoscaler-ownership: 4 alike, such as Deployment ns/a (");
    expect(countOf(text, "  says:")).toBe(1);
    expect(text).toContain("0 errors, 4 warnings");
    expect(jsonReport([unit("a", ...all)])).toContain("Deployment ns/d");
  });

  test.each([
    ["errors", ["a", "b", "c", "d"].map((name) => finding({ object: `Deployment ns/${name}` }))],
    ["three", ["a", "b", "c"].map((name) => warning(name))],
    [
      "messages of different words",
      ["one", "two", "three", "four"].map((word) => warning("a", `lacks ${word}`)),
    ],
  ])("is not taken for one in the case of %s", (_, findings) => {
    const text = report(...findings);
    expect(text).not.toContain("alike");
    expect(countOf(text, "  says:")).toBe(findings.length);
  });

  test("is one line of what could not be read, and of many folders that hold", () => {
    const text = textReport(
      Array.from({ length: 30 }, (_, index) => ({
        ...unit(`f${index}`, ...(index === 7 ? [finding()] : [])),
        problems: [
          { place: { kind: "file", file: `${index}.yaml`, line: 1 } as const, message: "is cut" },
        ],
      })),
      { paint, verbose: false },
    );
    expect(text).toContain(
      "not read: 30 alike, such as 0.yaml:1, 1.yaml:1, 2.yaml:1\n  says: is cut\n",
    );
    expect(text).toContain("f7: 0 of 1 rules hold\n29 of 30 folders hold all rules\n");
    expect(text).toContain("30 not read");
  });
});
