import type { IReceiver } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Receiver";
import type { AlertReceiverSpec } from "../../environments/schema";
import { PAGERDUTY_SEVERITY, SLACK_TEXT, SLACK_TITLE } from "./messages";

/** A key of a Secret in the AlertmanagerConfig's own namespace; Secrets of others it cannot name. */
export interface CredentialRef {
  readonly name: string;
  readonly key: string;
}

/** How Alertmanager speaks to a receiver. */
export function integrationOf(
  receiver: AlertReceiverSpec,
  credential: CredentialRef,
): Omit<IReceiver, "name"> {
  const ref = { ...credential };
  switch (receiver.kind) {
    case "slack": {
      const { channel, sendResolved = true } = receiver;
      const message = { title: SLACK_TITLE, text: SLACK_TEXT };
      return { slackConfigs: [{ apiURL: ref, channel, sendResolved, ...message }] };
    }
    case "webhook": {
      const { sendResolved = true } = receiver;
      return { webhookConfigs: [{ urlSecret: ref, sendResolved }] };
    }
    case "pagerduty": {
      const { sendResolved = true } = receiver;
      return {
        pagerdutyConfigs: [{ routingKey: ref, sendResolved, severity: PAGERDUTY_SEVERITY }],
      };
    }
    case "heartbeat":
      // The end of it is the one thing that must not be told: silence is the alarm.
      return { webhookConfigs: [{ urlSecret: ref, sendResolved: false }] };
    default:
      return receiver satisfies never;
  }
}
