import { formatFindings, mergeFindings } from "../../../cli/synthesis/findings";
import { finding, unit } from "../../support/checked";

test("a finding of a base that many overlays share is told once, with the overlays", () => {
  const names = ["a", "b", "c", "d", "e"];
  const found = mergeFindings(names.map((name) => unit(name, finding())));
  expect(formatFindings(found)).toBe(
    [
      "error autoscaler-ownership: a, b, c and 2 more Deployment app/worker",
      "  at:   base/worker.yaml:3",
      "  says: is scaled by 2 autoscalers",
      "  fix:  remove one\n",
    ].join("\n"),
  );
});

test("the same object at fault in two places is told twice", () => {
  const other = finding({ place: { kind: "file", file: "b/worker.yaml", line: 3 } });
  expect(mergeFindings([unit("a", finding()), unit("b", other)])).toHaveLength(2);
});

test("errors come first, what is accepted last and with its reason", () => {
  const accepted = finding({ severity: "warning", accepted: "until March" });
  const warning = finding({ severity: "warning" });
  const found = mergeFindings([unit("a", accepted, warning, finding())]);
  expect(found.map((each) => [each.finding.severity, each.finding.accepted])).toEqual([
    ["error", undefined],
    ["warning", undefined],
    ["warning", "until March"],
  ]);
  expect(formatFindings(found)).toContain("  held: until March\n");
});
