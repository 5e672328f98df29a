import { Construct } from "constructs";
import type { RegistrySpec, VaultSpec } from "../../environments/schema";
import { SyncedSecret } from "./synced-secret";
import type { VaultSecretStore } from "./vault-secret-store";

export interface RegistryPushCredentialsProps {
  readonly registry: RegistrySpec;
  readonly vault: VaultSpec;
  readonly store: VaultSecretStore;
  /** Namespace of the registry. */
  readonly namespace: string;
}

/** The htpasswd file of the users that may push to the in-cluster registry. */
export class RegistryPushCredentials extends Construct {
  constructor(scope: Construct, id: string, props: RegistryPushCredentialsProps) {
    super(scope, id);
    const { secretName, key } = props.registry.pushCredentials;
    new SyncedSecret(this, "secret", {
      store: props.store,
      name: secretName,
      namespace: props.namespace,
      type: "Opaque",
      vaultKey: props.vault.registryKey,
      properties: ["htpasswd"],
      data: { [key]: "{{ .htpasswd }}" },
    });
  }
}
