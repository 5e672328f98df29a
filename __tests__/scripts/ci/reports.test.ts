import { annotations } from "../../../scripts/ci/lib/annotations";
import { changelogSection } from "../../../scripts/ci/lib/changelog";
import { readJunit } from "../../../scripts/ci/lib/junit";
import {
  planMarkdown,
  planRefusal,
  planReport,
  refusalMarkdown,
} from "../../../scripts/ci/lib/plan-markdown";

describe("annotations", () => {
  const result = (extra: object) => ({
    ruleId: "image-source",
    level: "error",
    message: { text: "latest, 100%\nFix: pin it" },
    ...extra,
  });
  const log = (...results: readonly object[]) => ({ runs: [{ results }] });
  const at = (uri: string) => ({
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 12 } } }],
  });

  test("name file and line, and no text can begin another command", () => {
    expect(annotations(log(result(at("deploy/a,b.yaml"))))).toEqual([
      "::error title=image-source,file=deploy/a%2Cb.yaml,line=12::latest, 100%25%0AFix: pin it",
    ]);
  });

  test("of what was synthesized have no file: it is not in the repository", () => {
    expect(annotations(log(result(at("cdktf.out/stacks/s/cdk.tf.json"))))).toEqual([
      expect.stringMatching(/^::error title=image-source::/),
    ]);
  });

  test("leave out what was accepted, and warn of the rest that is no error", () => {
    const accepted = result({ suppressions: [{ kind: "external" }] });
    expect(annotations(log(accepted, result({ level: "note" })))).toEqual([
      expect.stringMatching(/^::warning /),
    ]);
  });
});

describe("the plan for a reviewer", () => {
  const stack = {
    id: "staging-workload",
    basis: "state",
    counts: { add: 1, change: 0, destroy: 1 },
    changesUnknown: false,
    outputs: [],
    changes: [
      { address: "a.made", action: "create" },
      { address: "b.claim", action: "replace", because: ["spec.size"], loses: "its volume" },
    ],
  };
  const report = (extra: object = {}) =>
    planReport.parse({
      environment: "staging",
      terraform: "terraform 1.11.4",
      outcome: "changes",
      stacks: [stack],
      notPlanned: [],
      ...extra,
    });

  test("says first what is lost, then the figures, then every resource", () => {
    const markdown = planMarkdown(report());
    expect(markdown).toMatch(/^## Plan of staging: changes\n\n> \[!CAUTION\]/);
    expect(markdown).toContain("> - `b.claim` in staging-workload: takes its volume");
    expect(markdown).toContain("| staging-workload | 1 | 0 | 1 | state and cluster |");
    expect(markdown).toContain("+   a.made");
    expect(markdown).toContain("-/+ b.claim  # forced by spec.size");
  });

  test("shows what Terraform said of a stack that failed, and what was not planned", () => {
    const failure = { stack: "staging-platform", step: "plan", errors: "```\nno such host" };
    const markdown = planMarkdown(
      report({ outcome: "failed", stacks: [], notPlanned: ["staging-workload"], failure }),
    );
    expect(markdown).toContain("**staging-platform failed** (plan):");
    expect(markdown).toContain("````text\n```\nno such host\n````");
    expect(markdown).toContain("| staging-workload | | | | not planned |");
  });

  test("cuts a long list, and says so", () => {
    const changes = Array.from({ length: 150 }, (_, n) => ({
      address: `r.n${n}`,
      action: "create",
    }));
    const markdown = planMarkdown(report({ stacks: [{ ...stack, changes }] }));
    expect(markdown).toContain("50 more");
    expect(markdown).not.toContain("r.n100");
  });
});

describe("the changelog", () => {
  const text =
    "# Changelog\n\n## [Unreleased]\n\n- new\n\n## [1.2.0] - 2026-01-02\n\n- old\n\n## [1.1.0]\n";
  test("gives the section of a version", () => {
    expect(changelogSection(text, "1.2.0")).toBe("- old\n");
  });
  test.each([
    ["1.3.0", "has no section"],
    ["1.1.0", "says nothing"],
  ])("of %s %s", (version, message) => {
    expect(() => changelogSection(text, version)).toThrow(message);
  });
});

test("a JUnit report is counted over all of its suites", () => {
  const xml =
    '<?xml version="1.0"?><testsuites name="pytest"><testsuite name="a" errors="1" failures="1" skipped="2" tests="7"/><testsuite errors="0" failures="0" skipped="0" tests="1"/></testsuites>';
  expect(readJunit(xml)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test("an environment that was not planned says why, in a block that no text can leave", () => {
  const messages = [
    { place: null, value: null, message: "data.external.x runs a program", fix: "take it out" },
    { place: null, value: null, message: "``` <b>", fix: null },
  ];
  const refusal = planRefusal.parse({ error: { status: 1, messages } });
  expect(refusalMarkdown("production", refusal)).toBe(
    [
      "## production: not planned",
      "",
      "```text",
      "data.external.x runs a program",
      "fix: take it out",
      "```",
      "",
      "````text",
      "``` <b>",
      "````",
      "",
    ].join("\n"),
  );
});
