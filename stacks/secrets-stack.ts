import type { Construct } from "constructs";
import type { AlertReceiverSpec, EnvironmentSpec } from "../environments/schema";
import { outsideImages } from "../environments/schema/images";
import { AlertReceiver, type AlertReceiverProps } from "../modules/alert-receiver/alert-receiver";
import { type AppSecret, AppSecrets } from "../modules/app-secrets/app-secrets";
import { PullSecret } from "../modules/image-pull/pull-secret";
import { RegistryPushCredentials } from "../modules/image-pull/registry-push-credentials";
import { secretReaders } from "../environments/secret-readers";
import { VaultSecretStore } from "../modules/image-pull/vault-secret-store";
import { EnvironmentStack } from "./environment-stack";
import type { PlatformOutputs } from "./platform-stack";

export interface SecretsProps {
  readonly platform: PlatformOutputs;
}

export interface SecretsOutputs {
  /** Pull secret in the workload's namespace, where a registry outside the cluster is described. */
  readonly pullSecretName?: string;
  /** Secrets in the workload's namespace that pods of the app read variables from. */
  readonly appSecrets: readonly AppSecret[];
}

/** Credentials that External Secrets brings from Vault into the cluster, and the alert receivers that need one. */
export class SecretsStack extends EnvironmentStack {
  readonly outputs: SecretsOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec, { platform }: SecretsProps) {
    super(scope, spec, "secrets", ["kubernetes"]);
    const { vault, images, alerts } = spec;
    // Validation refuses both earlier; here they are for the compiler.
    if (vault === undefined) throw new Error("the secrets stack needs spec.vault");
    if (platform.externalSecrets === undefined) {
      throw new Error("the secrets stack needs External Secrets in the platform stack");
    }
    const registry =
      platform.registry && images.registry
        ? { images: images.registry, namespace: platform.registry.namespace }
        : undefined;
    const alerting =
      platform.prometheus && alerts
        ? { receivers: alerts.receivers, namespace: platform.prometheus.namespace }
        : undefined;

    const store = new VaultSecretStore(this, "vault", {
      vault,
      namespace: platform.externalSecrets.namespace,
      names: {
        namespace: spec.platform.namespaces.externalSecrets,
        readers: secretReaders(spec),
      },
    });
    if (registry) new RegistryPushCredentials(this, "registry-push", { ...registry, vault, store });
    if (alerting) this.tell(alerting.receivers, { store, namespace: alerting.namespace });
    // Also while images come from the registry: the switch to the outside then needs no new credential.
    const outside = outsideImages(images);
    const pullSecret =
      outside &&
      new PullSecret(this, `${outside.kind}-pull`, {
        images: outside,
        vault,
        store,
        namespace: platform.workloadNamespace,
      });
    const appSecrets = new AppSecrets(this, "app", {
      secrets: spec.workload.secrets,
      store,
      namespace: platform.workloadNamespace,
    });
    this.outputs = { pullSecretName: pullSecret?.secretName, appSecrets: appSecrets.outputs };
  }

  private tell(
    receivers: readonly AlertReceiverSpec[],
    where: Pick<AlertReceiverProps, "store" | "namespace">,
  ): void {
    for (const receiver of receivers) {
      new AlertReceiver(this, `alerts-${receiver.name}`, {
        ...where,
        receiver,
        platformNamespaces: platformNamespaces(this.spec),
      });
    }
  }
}

/** Where the platform stack and the cluster itself put what the workload stands on. */
function platformNamespaces({ platform, images }: EnvironmentSpec): readonly string[] {
  const { keda, monitoring, externalSecrets } = platform.namespaces;
  const registry = images.registry === undefined ? [] : [images.registry.namespace];
  return [keda, monitoring, externalSecrets, ...registry, "kube-system"];
}
