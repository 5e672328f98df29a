import { stripVTControlCharacters } from "node:util";
import { examine, explained } from "../../../cli/doctor/examine";
import { diagnosis } from "../../../cli/doctor/examination";
import { renderReport, type Screen, screenOf } from "../../../cli/doctor/report";
import type { Report } from "../../../cli/doctor/run";
import { summarize } from "../../../cli/doctor/summary";
import { paintFor } from "../../../runtime/paint";
import { examinationOf, recorded } from "../../support/doctor";
import { CASES } from "./cases";

const TERMINAL: Screen = { columns: 80, rows: 24, verbose: false, paint: (_, text) => text };
const VERBOSE: Screen = { ...TERMINAL, verbose: true };

function reportOf(name: string, rest: Partial<Report> = {}): Report {
  const examination = examinationOf(recorded(name));
  const diagnoses = explained(examine(examination), examination);
  const looks = summarize(examination, diagnoses);
  return {
    context: "c",
    environment: undefined,
    diagnoses,
    accepted: 0,
    looks,
    unread: [],
    ...rest,
  };
}

/** Lines of a terminal that a text takes: longer ones are broken by it. */
function height(text: string, columns: number): number {
  const lines = stripVTControlCharacters(text).replace(/\n$/, "").split("\n");
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil([...line].length / columns)), 0);
}

const roots = ({ diagnoses }: Report) => diagnoses.filter((each) => each.explainedBy === undefined);

test.each(Object.keys(CASES))(
  "%s is one screen, with the whole command of its first cause",
  (name) => {
    const report = reportOf(name);
    const [first] = roots(report);
    const text = renderReport(report, TERMINAL);
    expect(height(text, 80)).toBeLessThan(24);
    const begin = first === undefined ? "looked at seen" : `${first.severity} ${first.id}: `;
    expect(text.replace(/\s+/g, " ").startsWith(begin)).toBe(true);
    if (first?.command !== undefined) expect(text).toContain(`\n  run:   ${first.command}\n`);
  },
);

test("where everything has room nothing is left out, and the table is there", () => {
  const report = reportOf("no-room");
  const text = renderReport(report, { ...TERMINAL, rows: 60 });
  const causes = (all: string) => all.slice(0, all.indexOf("looked at "));
  expect(causes(text)).not.toBe("");
  expect(causes(text)).toBe(causes(renderReport(report, VERBOSE)));
  expect(text).not.toContain("--verbose");
});

test("what a small screen leaves out is said, with the option that prints it", () => {
  const report = reportOf("no-room");
  const text = renderReport(report, TERMINAL);
  expect(text).not.toContain("looked at");
  expect(text).toMatch(/\nall of it: --verbose, or --json\nc: .*\n$/);
  expect(renderReport(report, VERBOSE)).toMatch(/^looked at +seen/m);
});

test("of forty causes the first is whole, others by name, and how many more there are is said", () => {
  const found = Array.from({ length: 40 }, (_, index) =>
    diagnosis(
      { kind: "Deployment", namespace: "app", name: `web-${index}` },
      {
        id: "rollout-paused",
        cause: "is paused by hand",
        fix: "let it go on",
        command: `kubectl rollout resume deployment/web-${index}`,
      },
    ),
  );
  const examination = examinationOf([]);
  const report = reportOf("healthy", { diagnoses: explained(found, examination) });
  const text = renderReport(report, TERMINAL);
  expect(height(text, 80)).toBeLessThan(24);
  const named = text.match(/^error rollout-paused: Deployment app\/web-\d+/gm) ?? [];
  const more = Number(/^and (\d+) more$/m.exec(text)?.[1]);
  expect(named.length).toBeGreaterThan(8);
  expect(named.length + more).toBe(40);
  expect(text).toContain("run:   kubectl rollout resume deployment/web-0\n");
  expect(text).not.toContain("web-1\n  run:");
});

test.each([
  ["its kind", "kube-prometheus-stack", /^error service-without-endpoints: monitoring\/kube-prom/],
  [
    "its beginning",
    "a-prometheus-stack-with-a-name-in-full",
    /^error service-\S+: \.\.\.\S+-in-full-/,
  ],
])(
  "a name too long for its line loses %s, not its end, in which alike ones differ",
  (_what, prefix, form) => {
    const names = ["state", "operator", "prometheus", "alertmanager"];
    const found = names.map((name) =>
      diagnosis(
        { kind: "Service", namespace: "monitoring", name: `${prefix}-${name}` },
        { id: "service-without-endpoints", cause: "has no pod", fix: "bring its pods back" },
      ),
    );
    const report = reportOf("healthy", { diagnoses: explained(found, examinationOf([])) });
    const lines = renderReport(report, { ...TERMINAL, columns: 79, rows: 15 }).split("\n");
    const named = lines.filter((line) => form.test(line));
    expect(named).toHaveLength(3);
    expect(named.every((line) => line.length <= 79)).toBe(true);
    expect(named.filter((line) => names.some((name) => line.endsWith(`-${name}`)))).toEqual(named);
  },
);

test("kinds that a viewer may not list are one line", () => {
  const unread = ["Node", "Secret", "Lease"].map(
    (kind) =>
      `${kind} objects could not be read: Error from server (Forbidden): User "viewer" cannot list`,
  );
  expect(renderReport(reportOf("no-room", { unread }), TERMINAL)).toContain(
    "\nnot read, forbidden to this user: Node, Secret, Lease\n",
  );
  const all = renderReport(reportOf("no-room", { unread }), VERBOSE);
  expect(all.match(/^not read: /gm)).toHaveLength(3);
});

test("no line but a command is longer than the screen is wide", () => {
  for (const name of Object.keys(CASES)) {
    const long = renderReport(reportOf(name), VERBOSE)
      .split("\n")
      .filter((line) => [...line].length > 80 && !/^ {2}run:/.test(line));
    // A word that is longer than a line cannot be broken by words.
    expect(
      long.filter((line) =>
        line
          .trim()
          .split(" ")
          .every((word) => word.length < 60),
      ),
    ).toEqual([]);
  }
});

test("a file has everything, and colors only where they are forced", () => {
  const colored = { ...screenOf(false, paintFor("stdout")), rows: undefined };
  const { FORCE_COLOR: forced } = process.env;
  expect(renderReport(reportOf("no-room"), colored)).toMatch(/^error pod-no-room/m);
  process.env["FORCE_COLOR"] = "1";
  try {
    const text = renderReport(reportOf("no-room"), { ...colored, paint: paintFor("stdout") });
    expect(text).toContain("\u001b[31merror\u001b[39m pod-no-room");
  } finally {
    if (forced === undefined) delete process.env["FORCE_COLOR"];
    else process.env["FORCE_COLOR"] = forced;
  }
});
