import { ExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import { dependable, Token } from "cdktf";
import { Construct } from "constructs";
import { CustomResource } from "../custom-resource/custom-resource";
import { standardLabels } from "../labels";
import type { VaultSecretStore } from "./vault-secret-store";

export interface SyncedSecretProps {
  readonly store: VaultSecretStore;
  /** Name of the ExternalSecret and of the Secret that it writes. */
  readonly name: string;
  readonly namespace: string;
  /** Type of the Secret, e.g. `Opaque`. */
  readonly type: string;
  /** Key in Vault, below the environment's folder. */
  readonly vaultKey: string;
  /** Properties of that key, each to be used in `data` by its name. */
  readonly properties: readonly string[];
  /** Content of the Secret: templates of External Secrets, filled in inside the cluster. */
  readonly data: Readonly<Record<string, string>>;
}

/** One Secret that External Secrets writes from one key in Vault. */
export class SyncedSecret extends Construct {
  /** Name of the Secret; known once External Secrets has written it. */
  readonly secretName: string;
  /** For what names the Secret without reading its name from here. */
  readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: SyncedSecretProps) {
    super(scope, id);
    const labels = standardLabels(props.name, "secrets");
    this.resource = new CustomResource(this, "external-secret", {
      model: new ExternalSecret({
        metadata: { name: props.name, namespace: props.namespace, labels },
        spec: {
          // An hour, in the canonical form of Go durations: another one may come back rewritten.
          refreshInterval: "1h0m0s",
          secretStoreRef: { kind: "ClusterSecretStore", name: props.store.storeName },
          target: {
            name: props.name,
            // Deleting the ExternalSecret deletes the Secret: destroy leaves no credential behind.
            creationPolicy: "Owner",
            // A key that is missing in Vault does not delete it: pods pull, alerts are sent until it is back.
            deletionPolicy: "Retain",
            template: {
              engineVersion: "v2",
              type: props.type,
              metadata: { labels },
              data: { ...props.data },
            },
          },
          data: props.properties.map((property) => ({
            secretKey: property,
            remoteRef: { key: props.store.pathOf(props.vaultKey), property },
          })),
        },
      }),
      // The pods of the next stack need the Secret. A missing key in Vault fails
      // this apply; without the wait it would be an ImagePullBackOff later, or an alert that is not sent.
      wait: { condition: [{ type: "Ready", status: "True" }] },
    });
    this.resource.dependsOn = [dependable(props.store.store)];
    this.secretName = Token.asString(
      this.resource.interpolationForAttribute("object.spec.target.name"),
    );
  }
}
