import { AlertmanagerConfig } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig";
import { Construct } from "constructs";
import type { AlertReceiver } from "../../environments/schema";
import { CustomResource } from "../custom-resource/custom-resource";
import { SyncedSecret } from "../image-pull/synced-secret";
import type { VaultSecretStore } from "../image-pull/vault-secret-store";
import { standardLabels } from "../labels";
import { type CredentialRef, integrationOf } from "./integration";
import { routesOf } from "./routes";

export interface AlertReceiversProps {
  readonly receivers: readonly AlertReceiver[];
  readonly store: VaultSecretStore;
  /**
   * Alertmanager's own namespace: from there alone an AlertmanagerConfig sees the alerts of
   * other namespaces, and nobody who may only write to the workload's gets at the credentials.
   */
  readonly namespace: string;
  /** Namespaces of what the workload stands on, whose alerts come from the charts' own rules. */
  readonly platformNamespaces: readonly string[];
}

/** The first route must have a receiver: what no other wants ends here. No name of a receiver is written like it. */
const NOBODY = "Nobody";

/** Who is told of alerts: an AlertmanagerConfig, and a Secret from Vault for each receiver. */
export class AlertReceivers extends Construct {
  constructor(scope: Construct, id: string, props: AlertReceiversProps) {
    super(scope, id);
    const { receivers, namespace, platformNamespaces } = props;
    const secrets = receivers.map((receiver) => this.credentialOf(receiver, props));
    new CustomResource(this, "config", {
      model: new AlertmanagerConfig({
        metadata: { name: "montage-ai", namespace, labels: standardLabels("montage-ai", "alerts") },
        spec: {
          route: {
            receiver: NOBODY,
            routes: receivers.flatMap((receiver) => routesOf(receiver, platformNamespaces)),
          },
          receivers: [
            { name: NOBODY },
            ...receivers.map((receiver) => ({
              name: receiver.name,
              ...integrationOf(receiver, credentialRef(receiver)),
            })),
          ],
        },
      }),
      // The operator leaves out a configuration whose Secret is missing, and says so in its log only.
      dependsOn: secrets.map(({ resource }) => resource),
    });
  }

  private credentialOf(
    receiver: AlertReceiver,
    { store, namespace }: AlertReceiversProps,
  ): SyncedSecret {
    const { name, key } = credentialRef(receiver);
    const { credential } = receiver;
    return new SyncedSecret(this, `credential-${receiver.name}`, {
      store,
      name,
      namespace,
      type: "Opaque",
      vaultKey: credential.key,
      properties: [credential.property],
      // Trimmed: with a line break at its end a URL is refused, and the operator writes it into its log.
      data: { [key]: `{{ index . "${credential.property}" | trim }}` },
    });
  }
}

/** Where in the cluster a receiver's credential is. */
function credentialRef({ name }: AlertReceiver): CredentialRef {
  return { name: `alerts-${name}`, key: "credential" };
}
