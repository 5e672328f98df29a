import { Construct } from "constructs";
import type { AppSecretSpec } from "../../environments/schema";
import { SyncedSecret } from "../image-pull/synced-secret";
import type { VaultSecretStore } from "../image-pull/vault-secret-store";

export interface AppSecretsProps {
  readonly secrets: readonly AppSecretSpec[];
  readonly store: VaultSecretStore;
  /** Namespace of the app's pods. */
  readonly namespace: string;
}

/** A Secret with variables of the app. */
export interface AppSecret extends Pick<AppSecretSpec, "variables" | "for"> {
  /** Name of the Secret; known once External Secrets has written it. */
  readonly secretName: string;
}

/** The app's own secrets, from Vault: one Secret each, its keys named as the properties there. */
export class AppSecrets extends Construct {
  readonly outputs: readonly AppSecret[];

  constructor(scope: Construct, id: string, { secrets, store, namespace }: AppSecretsProps) {
    super(scope, id);
    this.outputs = secrets.map((secret) => ({
      variables: secret.variables,
      for: secret.for,
      secretName: new SyncedSecret(this, secret.name, {
        store,
        name: secret.name,
        namespace,
        type: "Opaque",
        vaultKey: secret.vaultKey,
        ...contentOf(Object.values(secret.variables)),
      }).secretName,
    }));
  }
}

/** Trimmed: a line break at the end of a key would end the header that the app puts it in. */
function contentOf(named: readonly string[]) {
  const properties = [...new Set(named)];
  return {
    properties,
    data: Object.fromEntries(
      properties.map((property) => [property, `{{ index . "${property}" | trim }}`]),
    ),
  };
}
