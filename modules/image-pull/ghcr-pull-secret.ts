import { Construct } from "constructs";
import type { GhcrImages, VaultSpec } from "../../environments/schema";
import { SyncedSecret } from "./synced-secret";
import type { VaultSecretStore } from "./vault-secret-store";

export interface GhcrPullSecretProps {
  readonly images: GhcrImages;
  readonly vault: VaultSpec;
  readonly store: VaultSecretStore;
  /** Namespace of the pods that pull. */
  readonly namespace: string;
}

/** `toJson` writes the quotes and escapes what a password may contain. */
const DOCKER_CONFIG = [
  '{"auths":{"ghcr.io":{',
  '"username":{{ .username | toJson }},',
  '"password":{{ .password | toJson }},',
  '"auth":{{ printf "%s:%s" .username .password | b64enc | toJson }}',
  "}}}",
].join("");

/** Pull secret for ghcr.io; the image is private, pulls without it end in 401. */
export class GhcrPullSecret extends Construct {
  /** Name of the dockerconfigjson Secret; known once it has been written. */
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: GhcrPullSecretProps) {
    super(scope, id);
    this.secretName = new SyncedSecret(this, "secret", {
      store: props.store,
      name: props.images.pullSecretName,
      namespace: props.namespace,
      type: "kubernetes.io/dockerconfigjson",
      vaultKey: props.vault.ghcrKey,
      properties: ["username", "password"],
      data: { ".dockerconfigjson": DOCKER_CONFIG },
    }).secretName;
  }
}
