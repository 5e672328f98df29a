import { AlertmanagerConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig";
import { Construct } from "constructs";
import type { AlertReceiverSpec } from "../../environments/schema";
import { CustomResource } from "../custom-resource/custom-resource";
import { SyncedSecret } from "../image-pull/synced-secret";
import type { VaultSecretStore } from "../image-pull/vault-secret-store";
import { standardLabels } from "../labels";
import { integrationOf } from "./integration";
import { NOBODY, routeOf } from "./route";

export interface AlertReceiverProps {
  readonly receiver: AlertReceiverSpec;
  readonly store: VaultSecretStore;
  /**
   * Alertmanager's own namespace: from there alone an AlertmanagerConfig sees the alerts of
   * other namespaces, and who may only write to an application's does not get at the credential.
   */
  readonly namespace: string;
  /** Names of the applications, whose alerts carry them. */
  readonly applications: readonly string[];
  /** Namespaces of what the applications stand on, whose alerts come from the charts' own rules. */
  readonly platformNamespaces: readonly string[];
}

/** Key of the credential in its Secret. */
const CREDENTIAL = "credential";

/**
 * A receiver of alerts: a Secret from Vault, and an AlertmanagerConfig of its own. The
 * operator leaves out a whole configuration when one credential in it is missing or no URL.
 */
export class AlertReceiver extends Construct {
  constructor(scope: Construct, id: string, props: AlertReceiverProps) {
    super(scope, id);
    const { receiver, store, namespace, applications, platformNamespaces } = props;
    const name = `alerts-${receiver.name}`;
    const { key, property } = receiver.credential;
    const secret = new SyncedSecret(this, "credential", {
      store,
      name,
      namespace,
      type: "Opaque",
      vaultKey: key,
      properties: [property],
      // Trimmed: with a line break at the end of a webhook's URL the operator (0.93) configures
      // Alertmanager no more at all, not even without this receiver.
      data: { [CREDENTIAL]: `{{ index . "${property}" | trim }}` },
    });
    new CustomResource(this, "config", {
      model: new AlertmanagerConfig({
        metadata: { name, namespace, labels: standardLabels(name, "alerts") },
        spec: {
          route: routeOf(receiver, applications, platformNamespaces),
          receivers: [
            { name: NOBODY },
            { name: receiver.name, ...integrationOf(receiver, { name, key: CREDENTIAL }) },
          ],
        },
      }),
      dependsOn: [secret.resource],
    });
  }
}
