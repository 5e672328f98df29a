import { type ChartName, CHART_NAMES, chartNamed, knownReleases } from "../../addons";
import { mergeFindings } from "../../cli/synthesis/findings";
import { synthesize } from "../../cli/synthesis/synthesize";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { chartPins } from "../../environments/chart-pins";
import { readSynthesized } from "../../inventory/synthesized";
import { runRules } from "../../rules";
import { releasePins } from "../../rules/release-pins";
import { supportEnd } from "../../rules/release-pins/release-age";
import { specOf } from "../support/synth";

const KEEP = JSON.stringify({ crds: { annotations: { "helm.sh/resource-policy": "keep" } } });

/** What release-pins finds of a release that staging would install on a day. */
function found(chart: string, version: string, today?: string): readonly string[] {
  const release = { name: chart, namespace: "platform", chart, version, values: [KEEP] };
  const json = { resource: { helm_release: { x: release } } };
  const inventory = readSynthesized([{ name: "staging-platform", json }]);
  return releasePins
    .check(inventory, specOf("staging"), { today })
    .map(({ severity, object, message }) => `${severity} ${object} ${message}`)
    .filter((line) => /whose support (ended|ends) with|looked up/.test(line));
}

const known = knownReleases("external-secrets");
if (known === undefined) throw new Error("nothing is known of External Secrets");
const OF_28 =
  "warning HelmRelease platform/external-secrets installs chart external-secrets 2.8.0, whose support ended with 2.9 on 2026-08-07 (https://external-secrets.io/latest/introduction/stability-support/): it gets no fix, not even of security";

/** Charts by the day on which their releases were looked up, the oldest first. */
const lookedUp = CHART_NAMES.flatMap((name) => {
  const day = knownReleases(name)?.day;
  return day === undefined ? [] : [{ name, day }];
}).toSorted((left, right) =>
  `${left.day} ${left.name}`.localeCompare(`${right.day} ${right.name}`),
);

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

test("a release whose support has ended is named, with the day and its source", () => {
  expect(found("external-secrets", "2.8.0", "2026-08-08")).toEqual([OF_28]);
});

test("the end is named 60 days before it comes, and not earlier", () => {
  expect(found("external-secrets", "2.8.0", "2026-06-08")).toEqual([
    expect.stringContaining("whose support ends with 2.9 on 2026-08-07, in 60 days ("),
  ]);
  expect(found("external-secrets", "2.8.0", "2026-06-07")).toEqual([]);
});

test("the newest release is not named, until nothing was looked up for 60 days", () => {
  const { version } = chartPins()["external-secrets"];
  expect(known.newest).toBe(version);
  const [oldest = ""] = lookedUp.map(({ day }) => day);
  const charts = lookedUp.filter(({ day }) => day === oldest).map(({ name }) => name);
  expect(found("external-secrets", version, daysAfter(oldest, 60))).toEqual([]);
  expect(found("external-secrets", version, daysAfter(oldest, 61))).toEqual([
    `warning Setting charts.yaml pins ${new Intl.ListFormat("en-GB").format(charts)}, whose newest releases were looked up more than 60 days ago (the oldest on ${oldest}): whether their projects still mend what is pinned is not known`,
  ]);
});

test("old facts are one finding, the same in every environment, whatever charts it installs", () => {
  const late = daysAfter(known.day, 365);
  const specs = ENVIRONMENT_NAMES.map((name) => specOf(name));
  const { environments } = synthesize(specs, undefined, undefined, late);
  const old = mergeFindings(environments).filter(
    ({ finding }) => finding.object === "Setting charts.yaml",
  );
  expect(old.map(({ names }) => names)).toEqual([ENVIRONMENT_NAMES]);
  for (const name of CHART_NAMES) expect(old[0]?.finding.message).toContain(name);
});

test("content without a chart of charts.yaml says nothing of its facts", () => {
  expect(found("someone-elses", "1.0.0", daysAfter(known.day, 365))).toEqual([]);
});

test("nothing that changes with time alone is judged where no day is asked for", () => {
  expect(found("external-secrets", "2.8.0")).toEqual([]);
  const json = { resource: { helm_release: { x: { name: "keda", chart: "keda" } } } };
  const inventory = readSynthesized([{ name: "staging-platform", json }]);
  const judged = runRules(inventory, specOf("staging")).flatMap(({ findings }) => findings);
  expect(judged.map(({ object }) => object)).toContain("HelmRelease default/keda");
  expect(judged.map(({ object }) => object)).not.toContain("Setting charts.yaml");
});

describe("the minor that ends the support of a series", () => {
  const releases = {
    newest: "1.10.0",
    minors: [{ minor: "1.10" }, { minor: "1.9", day: "2026-05-01" }, { minor: "1.8" }],
    day: "2026-06-01",
    source: "https://charts.example.org/index.yaml",
  };

  test.each([
    ["1.10", 1, undefined],
    ["1.9", 1, { by: "1.10", day: undefined }],
    ["1.8", 1, { by: "1.9", day: "2026-05-01" }],
    ["1.9", 2, undefined],
    ["1.8", 2, { by: "1.10", day: undefined }],
    ["0.17", 2, { by: "1.9", day: "2026-05-01" }],
  ])("of %s where %i are mended", (series, mended, end) => {
    expect(supportEnd(releases, series, mended)).toEqual(end);
  });
});

describe.each([...CHART_NAMES])("of %s it is known", (name: ChartName) => {
  const { version } = chartPins()[name];
  const { evidence } = chartNamed(name);
  const releases = knownReleases(name);

  test("how the pinned version was looked at, when and where", () => {
    expect(evidence.map((each) => each.version)).toContain(version);
    for (const { day, source, what } of evidence) {
      expect(day).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(source).toMatch(/^https:\/\//);
      expect(what).not.toBe("");
    }
  });

  test("a version that was only read has one beside it that was seen", () => {
    expect(evidence.map(({ how }) => how)).toContain("seen");
  });

  test("which releases there are, the pinned one's minor among them, newest first", () => {
    const minors = (releases?.minors ?? []).map(({ minor }) => minor);
    expect(minors).toContain(version.split(".").slice(0, 2).join("."));
    expect(minors[0]).toBe(releases?.newest.split(".").slice(0, 2).join("."));
    const numbers = minors.map(
      (minor) => Number(minor.split(".")[0]) * 1000 + Number(minor.split(".")[1]),
    );
    expect(numbers).toEqual(numbers.toSorted((left, right) => right - left));
  });
});

test("no release is pinned whose support had ended when it was looked up", () => {
  for (const name of CHART_NAMES) {
    const { supported } = chartNamed(name);
    const releases = knownReleases(name);
    if (supported === undefined || releases === undefined) continue;
    const series = chartPins()[name].version.split(".").slice(0, 2).join(".");
    expect({ name, end: supportEnd(releases, series, supported.minors) }).toEqual({
      name,
      end: undefined,
    });
  }
});
