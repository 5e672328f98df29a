import type { AlertReceiverSpec } from "../../environments/schema";
import { configs, type Labels, ofKind, stackWith, toldOf } from "../support/alert-receivers";
import { blocks } from "../support/synth";

const credential = { key: "alerts", property: "url" };
const severities: ("critical" | "warning")[] = ["critical", "warning"];

const SLACK: AlertReceiverSpec = {
  kind: "slack",
  name: "chat",
  channel: "#alerts",
  credential: { key: "alerts", property: "slack-webhook-url" },
  severities,
};
const WEBHOOK: AlertReceiverSpec = { kind: "webhook", name: "hook", credential, severities };
const PAGER: AlertReceiverSpec = {
  kind: "pagerduty",
  name: "pager",
  credential,
  severities: ["critical"],
};
const HEARTBEAT: AlertReceiverSpec = { kind: "heartbeat", name: "heartbeat", credential };

const OURS = { application: "montage-ai", namespace: "montage-ai" };

describe("what a receiver is told of", () => {
  const told = (labels: Labels, receivers = [SLACK, PAGER, HEARTBEAT]) =>
    configs(receivers)
      .map((found) => toldOf(labels, found))
      .filter((name) => name !== undefined && name !== "Nobody");

  it.each<[string, Labels, readonly string[]]>([
    ["a critical alert of the workload", { ...OURS, severity: "critical" }, ["chat", "pager"]],
    ["a warning of the workload", { ...OURS, severity: "warning" }, ["chat"]],
    ["a warning about KEDA", { namespace: "keda", severity: "warning" }, ["chat"]],
    ["an alert about the registry", { namespace: "registry", severity: "warning" }, ["chat"]],
    ["an alert about a node", { namespace: "monitoring", severity: "warning" }, ["chat"]],
    ["an alert about the API server", { severity: "critical" }, ["chat", "pager"]],
    // KubeHpaMaxedOut: workers in full use, and no job waits.
    ["a chart's alert on the workload", { namespace: "montage-ai", severity: "warning" }, []],
    ["an alert about somebody else's pods", { namespace: "default", severity: "critical" }, []],
    ["a namespace with one of ours in its name", { namespace: "keda-x", severity: "critical" }, []],
    ["information", { namespace: "keda", severity: "info" }, []],
    ["InfoInhibitor", { alertname: "InfoInhibitor", severity: "none", namespace: "keda" }, []],
    ["Watchdog", { alertname: "Watchdog", severity: "none" }, ["heartbeat"]],
  ])("%s", (_title, labels, expected) => {
    expect(told(labels)).toEqual(expected);
  });
});

describe("how a receiver is told", () => {
  it("is once for alerts of a name and namespace, again every four hours, and when they end", () => {
    const [found] = configs([WEBHOOK]);
    expect(found?.spec.route).toMatchObject({
      groupBy: ["namespace", "alertname"],
      groupWait: "30s",
      groupInterval: "5m",
      repeatInterval: "4h",
    });
    expect(found?.spec.receivers).toEqual([
      { name: "Nobody" },
      {
        name: "hook",
        webhookConfigs: [
          { urlSecret: { name: "alerts-hook", key: "credential" }, sendResolved: true },
        ],
      },
    ]);
  });

  it("is otherwise where the data says so", () => {
    const [found] = configs([
      { ...WEBHOOK, groupBy: ["severity"], repeatHours: 12, sendResolved: false },
    ]);
    expect(found?.spec.route).toMatchObject({ groupBy: ["severity"], repeatInterval: "12h" });
    expect(found?.spec.receivers[1]).toMatchObject({ webhookConfigs: [{ sendResolved: false }] });
  });

  it("in Slack, is with what an alert means and the first thing to look at", () => {
    const [found] = configs([SLACK]);
    expect(found?.spec.receivers[1]).toMatchObject({
      slackConfigs: [
        {
          apiURL: { name: "alerts-chat", key: "credential" },
          channel: "#alerts",
          sendResolved: true,
          title: expect.stringContaining(".CommonLabels.environment"),
          text: expect.stringMatching(/summary[^]*description[^]*runbook/),
        },
      ],
    });
  });

  it("by PagerDuty, is with the alert's own severity", () => {
    const [found] = configs([PAGER]);
    expect(found?.spec.receivers[1]).toMatchObject({
      pagerdutyConfigs: [
        {
          routingKey: { name: "alerts-pager", key: "credential" },
          severity: '{{ or .CommonLabels.severity "critical" }}',
        },
      ],
    });
  });

  it("for a heartbeat, is every five minutes and never that it ended", () => {
    const [found] = configs([HEARTBEAT]);
    // Alertmanager looks at the repetition once in a group interval: an equal one would make it ten.
    expect(found?.spec.route).toMatchObject({ groupInterval: "1m", repeatInterval: "5m" });
    expect(found?.spec.receivers[1]).toMatchObject({ webhookConfigs: [{ sendResolved: false }] });
  });
});

describe("a receiver's configuration", () => {
  it("is in Alertmanager's namespace, the only one from where all alerts are seen", () => {
    const found = configs([SLACK, PAGER]);
    expect(found.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      "monitoring/alerts-chat",
      "monitoring/alerts-pager",
    ]);
  });

  // The operator leaves out a configuration as a whole when one credential in it is no URL.
  it("is its own, whatever credentials the others have", () => {
    for (const { spec } of configs([SLACK, WEBHOOK, PAGER, HEARTBEAT])) {
      expect(spec.receivers.filter(({ name }) => name !== "Nobody")).toHaveLength(1);
    }
  });

  it("comes after the Secret that it names", () => {
    const found = blocks(stackWith([SLACK]), "kubernetes_manifest").find((block) =>
      JSON.stringify(block["manifest"]).includes('"AlertmanagerConfig"'),
    );
    expect(found?.["depends_on"]).toEqual([
      expect.stringMatching(/^kubernetes_manifest\.alerts-chat_credential_external-secret_/),
    ]);
  });
});

describe("a receiver's credential", () => {
  const stack = stackWith([SLACK]);
  const secret = () =>
    ofKind(stack, "ExternalSecret").find((found) => JSON.stringify(found).includes("alerts-chat"));

  it("comes from Vault, without the line break that would stop the operator", () => {
    expect(secret()).toMatchObject({
      metadata: { name: "alerts-chat", namespace: "monitoring" },
      spec: {
        target: {
          name: "alerts-chat",
          template: {
            type: "Opaque",
            data: { credential: '{{ index . "slack-webhook-url" | trim }}' },
          },
        },
        data: [
          {
            secretKey: "slack-webhook-url",
            remoteRef: { key: "montage-ai/staging/alerts", property: "slack-webhook-url" },
          },
        ],
      },
    });
  });

  it("is read through a store that Alertmanager's namespace may use", () => {
    expect(ofKind(stack, "ClusterSecretStore")).toMatchObject([
      { spec: { conditions: [{ namespaces: ["montage-ai", "registry", "monitoring"] }] } },
    ]);
  });

  it("lets Alertmanager's namespace at Vault only where there are receivers", () => {
    const without = stackWith(undefined);
    expect(ofKind(without, "ClusterSecretStore")).toMatchObject([
      { spec: { conditions: [{ namespaces: ["montage-ai", "registry"] }] } },
    ]);
    expect(ofKind(without, "AlertmanagerConfig")).toEqual([]);
  });
});
