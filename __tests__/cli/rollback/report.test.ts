import { environmentName } from "../../../environments";
import { commitMessage } from "../../../cli/rollback/message";
import { changeReport, renderChange } from "../../../cli/rollback/report";
import { CommandFailure } from "../../../runtime/failure";
import type { ChangedEnvironment } from "../../../cli/switches/change-environment";
import { planned } from "../../support/changes";

const CALLED = "npm run rollback -- staging --to ghcr";

describe("the commit's message", () => {
  test("says what is different afterwards, from what to what, and what was called", () => {
    const changes = [
      { path: "images", from: "registry", to: "ghcr" },
      { path: "chartVersions.keda", from: "2.20.2", to: "2.20.1" },
    ];
    expect(commitMessage(environmentName("staging"), changes, CALLED)).toBe(
      `staging: images from GHCR, chart keda 2.20.1\n\nimages: registry -> ghcr\nchartVersions.keda: 2.20.2 -> 2.20.1\n\nMade by: ${CALLED}\n`,
    );
  });

  test.each([
    [{ path: "addons.keda", from: true, to: false }, "local: KEDA off"],
    [{ path: "imageTags.montage-ai", from: "a", to: "b" }, "local: montage-ai b"],
    [{ path: "images", from: "ghcr", to: "registry" }, "local: images from the registry"],
  ])("has a subject for %j", (change, subject) => {
    expect(commitMessage(environmentName("local"), [change], CALLED).split("\n")[0]).toBe(subject);
  });

  test("has a subject that fits in a line, however much changes", () => {
    const changes = ["keda", "external-secrets", "cluster-autoscaler", "metrics-server"].map(
      (chart) => ({ path: `chartVersions.${chart}`, from: "1.0.0", to: "10.20.30" }),
    );
    const [subject = ""] = commitMessage(environmentName("production"), changes, CALLED).split(
      "\n",
    );
    expect(subject).toBe("production: 4 switches changed");
  });
});

describe("what people read last", () => {
  const change: ChangedEnvironment = {
    environment: environmentName("staging"),
    outcome: "shown",
    file: "environments/staging.switches.json",
    diff: "",
    consequences: [],
    plan: planned(),
    commit: undefined,
    deployment: undefined,
  };
  const deployment = {
    environment: "staging",
    applied: planned().stacks,
    unchanged: [],
    left: { stacks: [], unread: undefined },
    notApplied: [],
    failure: undefined,
    next: undefined,
  };

  test("is how to do what was only shown", () => {
    expect(renderChange(change, CALLED)).toContain(`${CALLED} --yes --commit`);
  });

  test("is how to finish an apply that broke off, where the data is so already", () => {
    expect(renderChange({ ...change, outcome: "already so" }, CALLED)).toContain(
      "If its last apply broke off: npm run deploy -- staging",
    );
  });

  test("is what was applied, and whether it is committed", () => {
    const applied: ChangedEnvironment = { ...change, outcome: "applied", deployment };
    expect(renderChange(applied, CALLED)).toBe(
      "staging: done, applied staging-workload; not committed\n",
    );
    expect(renderChange({ ...applied, commit: "abc1234" }, CALLED)).toContain("commit abc1234");
  });

  test("is why an apply failed, and how to go on", () => {
    const failure = new CommandFailure("no cluster", "start one");
    const text = renderChange(
      {
        ...change,
        outcome: "not applied",
        deployment: { ...deployment, failure, next: "npm run deploy -- staging workload" },
      },
      CALLED,
    );
    expect(text).toContain("no cluster\nfix: start one\nthen: npm run deploy -- staging workload");
  });

  test("is the same for machines", () => {
    expect(changeReport({ ...change, outcome: "applied", deployment })).toMatchObject({
      environment: "staging",
      outcome: "applied",
      plan: [{ stack: "staging-workload", resources: [{ address: "x.y", action: "update" }] }],
      deployment: { outcome: "applied" },
    });
  });
});
