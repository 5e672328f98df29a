import { z } from "zod";
import { dnsLabel } from "./common";
import { vaultProperty } from "./storage";

/** `critical`: users are not served; `warning`: they soon will not be. */
export const ALERT_SEVERITIES = ["critical", "warning"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** Name of a label of alerts, as Prometheus allows it. */
const alertLabel = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "must be the name of a label");

const isDistinct = (values: readonly string[]) => new Set(values).size === values.length;
const ONCE = { error: "names something twice", params: { fix: "name each once" } };

const receiver = {
  /** Name of the receiver in Alertmanager, and the end of its Secret's name. */
  name: dnsLabel,
  /** What lets us in, as Vault keeps it; each kind says what that is. */
  credential: vaultProperty,
};

const notified = {
  ...receiver,
  /** Alerts of these severities are sent. */
  severities: z.array(z.enum(ALERT_SEVERITIES)).min(1).refine(isDistinct, ONCE),
  /**
   * Labels that one message has in common; alerts that differ only in others are sent together.
   *
   * @default namespace and alertname
   */
  groupBy: z.array(alertLabel).min(1).refine(isDistinct, ONCE).optional(),
  /**
   * Hours until an alert that still fires is sent again.
   *
   * @default 4
   */
  repeatHours: z.int().min(1).optional(),
  /**
   * Whether the end of an alert is sent, too.
   *
   * @default true
   */
  sendResolved: z.boolean().optional(),
};

/** A Slack channel. `credential`: URL of an incoming webhook. */
const slack = z.strictObject({
  kind: z.literal("slack"),
  ...notified,
  /** Channel with its `#`; a webhook that belongs to an app posts to the app's own channel whatever stands here. */
  channel: z.string().regex(/^#[a-z0-9_-]{1,80}$/, 'must be a channel, e.g. "#alerts"'),
});

/** Whatever takes Alertmanager's JSON by POST. `credential`: its URL. */
const webhook = z.strictObject({ kind: z.literal("webhook"), ...notified });

/** PagerDuty. `credential`: routing key of a service's integration "Events API v2". */
const pagerduty = z.strictObject({ kind: z.literal("pagerduty"), ...notified });

/**
 * A service that raises an alarm when it hears nothing: the receiver when
 * Prometheus or Alertmanager itself is gone. Called every five minutes.
 * `credential`: URL to POST to.
 */
const heartbeat = z.strictObject({ kind: z.literal("heartbeat"), ...receiver });

const alertReceiver = z.discriminatedUnion("kind", [slack, webhook, pagerduty, heartbeat]);
export type AlertReceiverSpec = z.output<typeof alertReceiver>;
/** Receivers of alerts. */
export type NotifiedReceiverSpec = Exclude<AlertReceiverSpec, { kind: "heartbeat" }>;

/** Receivers of alerts, and how they get them. */
export const alerts = z.strictObject({ receivers: z.array(alertReceiver).min(1) });
