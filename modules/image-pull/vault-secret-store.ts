import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ClusterSecretStore } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ClusterSecretStore";
import { dependable } from "cdktf";
import { Construct } from "constructs";
import { VAULT_READER } from "../../addons/external-secrets";
import type { VaultSpec } from "../../environments/schema";
import { CustomResource } from "../custom-resource/custom-resource";
import { standardLabels } from "../labels";

export interface VaultSecretStoreProps {
  readonly vault: VaultSpec;
  /** Namespace of the service account as the platform made it: using it orders the stacks. */
  readonly namespace: string;
  /**
   * The same namespace and those that may read through the store, as the data
   * names them: the CRD's schema, checked at synth, takes no Terraform reference here.
   */
  readonly names: { readonly namespace: string; readonly readers: readonly string[] };
}

/** Vault as a source of secrets, entered as a service account of this cluster: no token is kept anywhere. */
export class VaultSecretStore extends Construct {
  /** Name of the ClusterSecretStore. */
  readonly storeName = "vault";
  /** For what reads through the store. */
  readonly store: CustomResource;
  private readonly folder: string;

  constructor(scope: Construct, id: string, props: VaultSecretStoreProps) {
    super(scope, id);
    const { vault, names } = props;
    this.folder = vault.folder;
    const labels = standardLabels(this.storeName, "secrets");
    const account = new ServiceAccountV1(this, "service-account", {
      metadata: { name: VAULT_READER, namespace: props.namespace, labels },
      // External Secrets asks for a short-lived token itself; no pod runs as this account.
      automountServiceAccountToken: false,
    });
    this.store = new CustomResource(this, "store", {
      model: new ClusterSecretStore({
        metadata: { name: this.storeName, labels },
        spec: {
          conditions: [{ namespaces: [...names.readers] }],
          provider: {
            vault: {
              server: vault.server,
              ...(vault.certificateAuthority === undefined
                ? {}
                : { caBundle: Buffer.from(vault.certificateAuthority).toString("base64") }),
              path: vault.kvPath,
              version: "v2",
              auth: {
                kubernetes: {
                  mountPath: vault.authMountPath,
                  role: vault.role,
                  serviceAccountRef: {
                    name: VAULT_READER,
                    namespace: names.namespace,
                    audiences: vault.audiences,
                  },
                },
              },
            },
          },
        },
      }),
      // Ready means that Vault let us in: a wrong role or audience fails here; why is in the store's events.
      wait: { condition: [{ type: "Ready", status: "True" }] },
    });
    this.store.dependsOn = [dependable(account)];
  }

  /** Path in the KV engine of a key of the data: in the environment's own folder, which the store's role may read. */
  pathOf(key: string): string {
    return `${this.folder}/${key}`;
  }
}
