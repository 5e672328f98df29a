import { issuesWith } from "../../support/issues-with";

const RECEIVER = {
  kind: "webhook",
  name: "hook",
  credential: { key: "alerts", property: "hook-url" },
  severities: ["critical"],
};

const receivers = (...found: readonly object[]) => ({ "alerts.receivers": found });

describe("the shape of alert receivers", () => {
  test.each([
    ["a webhook", RECEIVER],
    ["PagerDuty", { ...RECEIVER, kind: "pagerduty", groupBy: ["alertname"], repeatHours: 12 }],
    ["a Slack channel", { ...RECEIVER, kind: "slack", channel: "#on-call", sendResolved: false }],
    ["a heartbeat", { kind: "heartbeat", name: "beat", credential: RECEIVER.credential }],
  ])("%s is valid", (_title, receiver) => {
    expect(issuesWith("production", receivers(receiver))).toEqual([]);
  });

  test("a credential is where Vault keeps it: its value fits nowhere", () => {
    const url = "https://hooks.slack.example/services/T0/B0/x";
    expect(issuesWith("production", receivers({ ...RECEIVER, credential: url }))).toMatchObject([
      { path: "alerts.receivers[0].credential", fix: expect.stringMatching(/^write a mapping/) },
    ]);
    const inProperty = { key: "alerts", property: url };
    expect(
      issuesWith("production", receivers({ ...RECEIVER, credential: inProperty })),
    ).toMatchObject([{ path: "alerts.receivers[0].credential.property" }]);
  });

  test("an unknown kind lists the known ones", () => {
    expect(issuesWith("production", receivers({ ...RECEIVER, kind: "email" }))).toMatchObject([
      {
        path: "alerts.receivers[0].kind",
        value: "email",
        fix: "use one of slack, webhook, pagerduty, heartbeat",
      },
    ]);
  });

  test("what a kind does not know is refused: a webhook has no channel, a heartbeat no severity", () => {
    const issues = issuesWith(
      "production",
      receivers(
        { ...RECEIVER, channel: "#on-call" },
        { ...RECEIVER, kind: "heartbeat", name: "beat" },
      ),
    );
    expect(issues.map(({ path, message }) => [path, message])).toEqual([
      ["alerts.receivers[0].channel", 'kind "webhook" has no channel: it belongs to kind "slack"'],
      [
        "alerts.receivers[1].severities",
        expect.stringMatching(
          /^kind "heartbeat" has no severities: it belongs to kind "slack" or /,
        ),
      ],
    ]);
  });

  test.each([
    ["severities", ["critical", "critical"], "names something twice"],
    ["severities", ["info"], undefined],
    ["severities", [], undefined],
    ["groupBy", ["alertname", "alertname"], "names something twice"],
    ["repeatHours", 0, undefined],
    ["name", "On Call", undefined],
  ])("%s %j is refused", (key, value, message) => {
    const [issue, ...others] = issuesWith("production", receivers({ ...RECEIVER, [key]: value }));
    expect(others).toEqual([]);
    expect(issue?.path).toContain(`alerts.receivers[0].${key}`);
    if (message !== undefined) expect(issue).toMatchObject({ message, fix: "name each once" });
  });

  test("a channel is written with its #", () => {
    const slack = { ...RECEIVER, kind: "slack", channel: "on-call" };
    expect(issuesWith("production", receivers(slack))).toMatchObject([
      { path: "alerts.receivers[0].channel", value: "on-call" },
    ]);
  });

  test("a block without receivers is no way to say that nobody is told", () => {
    expect(issuesWith("production", receivers())).toMatchObject([{ path: "alerts.receivers" }]);
  });
});

describe("alert receivers and the rest of an environment", () => {
  test("two receivers of one name are refused: they would share a Secret", () => {
    expect(issuesWith("production", receivers(RECEIVER, RECEIVER))).toMatchObject([
      { path: "alerts.receivers[1].name", value: "hook", fix: "give each receiver its own name" },
    ]);
  });

  test("all that receivers need is asked for at once", () => {
    const issues = issuesWith("local", { alerts: { receivers: [RECEIVER] } });
    expect(issues.map(({ file, path, fix }) => ({ file, path, fix }))).toEqual([
      {
        file: "environments/local.switches.json",
        path: "addons.external-secrets",
        fix: "set it to true, or remove the alerts block",
      },
      {
        file: "environments/local.ts",
        path: "vault",
        fix: "add a vault block to environments/local.ts, or remove the alerts block",
      },
    ]);
  });

  test("a missing Vault is one error while External Secrets is on", () => {
    const issues = issuesWith("production", { vault: undefined });
    expect(issues.map(({ path }) => path)).toEqual(["vault"]);
  });

  test("without kube-prometheus-stack there is no Alertmanager to tell anybody", () => {
    const issues = issuesWith("production", {
      "switches.addons.kube-prometheus-stack": false,
      "switches.addons.prometheus-adapter": false,
    });
    expect(issues).toMatchObject([
      {
        file: "environments/production.switches.json",
        path: "addons.kube-prometheus-stack",
        value: false,
        fix: "set it to true, or remove the alerts block",
      },
    ]);
  });
});
