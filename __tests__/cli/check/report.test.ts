import { jsonReport, textReport } from "../../../cli/check/report";
import { finding, unit } from "../../support/checked";

const problem = {
  place: { kind: "file", file: "base/chart.yaml", line: 1 },
  message: "is a Helm template",
} as const;

test("people read what could not be read once, then each part, then the sums", () => {
  const accepted = finding({ severity: "warning", accepted: "until March" });
  const text = textReport([
    { ...unit("a", finding()), problems: [problem] },
    { ...unit("b", accepted), problems: [problem] },
  ]);
  expect(text.slice(text.indexOf("not read:"))).toBe(
    [
      "not read: base/chart.yaml:1",
      "  says: is a Helm template",
      "a: 0 of 1 rules hold",
      "b: 1 of 1 rules hold",
      "1 error, 0 warnings, 1 accepted, 1 not read\n",
    ].join("\n"),
  );
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
