import { Construct } from "constructs";
import type { OutsideImages, VaultSpec } from "../../environments/schema";
import { registryHost } from "../../environments/schema/hosts";
import { SyncedSecret } from "./synced-secret";
import type { VaultSecretStore } from "./vault-secret-store";

export interface PullSecretProps {
  readonly images: OutsideImages;
  readonly vault: VaultSpec;
  readonly store: VaultSecretStore;
  /** Namespace of the pods that pull. */
  readonly namespace: string;
}

/** `toJson` writes the quotes and escapes what a password may contain. */
function dockerConfig(host: string): string {
  return [
    `{"auths":{"${host}":{`,
    '"username":{{ .username | toJson }},',
    '"password":{{ .password | toJson }},',
    '"auth":{{ printf "%s:%s" .username .password | b64enc | toJson }}',
    "}}}",
  ].join("");
}

/** Pull secret for the registry outside the cluster; the image is private, pulls without it end in 401. */
export class PullSecret extends Construct {
  /** Name of the dockerconfigjson Secret; known once it has been written. */
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: PullSecretProps) {
    super(scope, id);
    this.secretName = new SyncedSecret(this, "secret", {
      store: props.store,
      name: props.images.pullSecretName,
      namespace: props.namespace,
      type: "kubernetes.io/dockerconfigjson",
      vaultKey: vaultKeyOf(props),
      properties: ["username", "password"],
      data: { ".dockerconfigjson": dockerConfig(registryHost(props.images.repository)) },
    }).secretName;
  }
}

function vaultKeyOf({ images, vault }: PullSecretProps): string {
  const key = images.vaultKey ?? vault.ghcrKey;
  // Validation refuses it earlier; here it is for the compiler.
  if (key === undefined) throw new Error("images.ghcr needs vault.ghcrKey");
  return key;
}
