import { workflows } from "./support/workflows";

const PULL_REQUEST_EVENTS = ["pull_request", "pull_request_target", "pull_request_review"];

test("no workflow runs a pull request's code with main's rights", () => {
  for (const { file, content } of workflows) {
    expect(content.on).not.toHaveProperty("pull_request_target");
    if (file.endsWith("/plan.yml")) continue;
    expect(content.on).not.toHaveProperty("workflow_run");
  }
});

test("a pull request's plan is made by main's code, of what the pull request's own run has written", () => {
  const { content } = workflows.find(({ file }) => file.endsWith("/plan.yml")) ?? {};
  expect(Object.keys(content?.on ?? {})).toEqual(["workflow_run"]);
  const { plan } = content?.jobs ?? {};
  expect(plan?.["if"]).toContain(
    "github.event.workflow_run.head_repository.full_name == github.repository",
  );
  const checkouts = plan?.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")) ?? [];
  expect(checkouts.map(({ with: inputs }) => inputs)).toEqual([{ "persist-credentials": false }]);
  // Into a folder of its own: nothing of it takes the place of a file of main's.
  const download = plan?.steps.find(({ uses }) => uses?.startsWith("actions/download-artifact@"));
  expect(download?.with).toMatchObject({ name: "cdktf.out", path: "synthesized" });
  const planned = plan?.steps.find(({ run }) => run?.includes("scripts/ci/plan.ts"));
  expect(planned?.run).toContain("--synthesized synthesized");
});

/** Jobs of workflows that an event of somebody else's pull request or issue can start. */
const startedByOthers = workflows
  .filter(({ content }) =>
    [...PULL_REQUEST_EVENTS, "workflow_run", "issues", "issue_comment", "fork", "watch"].some(
      (event) => event in content.on,
    ),
  )
  .flatMap(({ file, content }) =>
    Object.entries(content.jobs).map(([name, found]) => ({ ...found, place: `${file}: ${name}` })),
  );

test("what others can start runs on GitHub's machines, never on a runner of our own", () => {
  expect(startedByOthers.length).toBeGreaterThan(3);
  for (const { place, "runs-on": runner } of startedByOthers) {
    expect({ place, runner }).toEqual({ place, runner: "ubuntu-24.04" });
  }
});

test("what runs on a runner of our own is started by hand or by time, and from main or not at all", () => {
  const own = workflows.flatMap(({ file, content }) =>
    Object.entries(content.jobs)
      .filter(([, found]) => JSON.stringify(found["runs-on"]).includes("self-hosted"))
      .map(([name, found]) => ({ file, name, content, found })),
  );
  expect(own.length).toBeGreaterThan(2);
  for (const { file, name, content, found } of own) {
    const events = Object.keys(content.on);
    expect({ file, others: events.filter((event) => !OWN_EVENTS.has(event)) }).toEqual({
      file,
      others: [],
    });
    // A GitHub environment, whose rule is the branch main, stands before every job of it.
    expect({ place: `${file}: ${name}`, environment: found.environment ?? "" }).toEqual({
      place: `${file}: ${name}`,
      environment: expect.stringMatching(/^(staging-e2e|plan-\$\{\{ matrix\.environment \}\})$/),
    });
  }
});

const OWN_EVENTS: ReadonlySet<string> = new Set(["workflow_dispatch", "schedule"]);

test("what a pull request starts has neither a secret nor a role", () => {
  const { content } = workflows.find(({ file }) => file.endsWith("/pr.yml")) ?? {};
  const found = Object.values(content?.jobs ?? {});
  expect(found.length).toBeGreaterThan(3);
  expect(JSON.stringify(found)).not.toMatch(/secrets\.|id-token|"environment"/);
});
