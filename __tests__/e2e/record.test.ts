import { dayOfDeploy, SEEN_RUNS } from "../../environments/facts/seen-runs";
import { withRun } from "../../e2e/record";

const CHARTS = { keda: "2.21.1" };
const RUN = {
  release: "1.37.2",
  charts: CHARTS,
  passed: [{ name: "deploy", seen: "70 resources" }],
  day: "2026-11-29",
};
const after = withRun({}, RUN);

test("what passed is kept by the minor of Kubernetes, with its day and figures", () => {
  expect(after).toEqual({
    "1.37": {
      release: "1.37.2",
      charts: CHARTS,
      phases: { deploy: { day: "2026-11-29", seen: "70 resources" } },
    },
  });
});

test("a later run of the same versions adds its phases, and other minors stay", () => {
  const passed = [{ name: "doctor", seen: "29 breakages" }];
  const both = withRun(after, { ...RUN, passed, day: "2026-11-30" });
  expect(Object.keys(both["1.37"]?.phases ?? {})).toEqual(["deploy", "doctor"]);
  const other = withRun(both, { ...RUN, release: "1.36.5" });
  expect(Object.keys(other)).toEqual(["1.37", "1.36"]);
});

test.each([
  ["another release", { release: "1.37.3" }],
  ["another chart", { charts: { keda: "2.22.0" } }],
])("phases of %s are not kept: they were not seen with these versions", (_, change) => {
  const passed = [{ name: "destroy", seen: "nothing left" }];
  const run = withRun(after, { ...RUN, ...change, passed })["1.37"];
  expect(Object.keys(run?.phases ?? {})).toEqual(["destroy"]);
});

test("every run that is recorded has deployed, and says with which charts", () => {
  for (const [minor, { release, charts, phases }] of Object.entries(SEEN_RUNS)) {
    expect(release.startsWith(`${minor}.`)).toBe(true);
    expect(phases["deploy"]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const [chart, version] of Object.entries(charts)) {
      expect(dayOfDeploy(minor, chart, version)).toBe(phases["deploy"]?.day);
      expect(dayOfDeploy(minor, chart, "0.0.1")).toBeUndefined();
    }
  }
});
