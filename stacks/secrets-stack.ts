import type { Construct } from "constructs";
import type {
  AlertReceiverSpec,
  ApplicationSpec,
  EnvironmentSpec,
  VaultSpec,
} from "../environments/schema";
import { outsideImages } from "../environments/schema/images";
import { AlertReceiver, type AlertReceiverProps } from "../modules/alert-receiver/alert-receiver";
import { type AppSecret, AppSecrets } from "../modules/app-secrets/app-secrets";
import { PullSecret } from "../modules/image-pull/pull-secret";
import { RegistryPushCredentials } from "../modules/image-pull/registry-push-credentials";
import { secretReaders } from "../environments/secret-readers";
import { VaultSecretStore } from "../modules/image-pull/vault-secret-store";
import { namespaceOf, scopeOf } from "./application-place";
import { EnvironmentStack } from "./environment-stack";
import type { PlatformOutputs } from "./platform-stack";

export interface SecretsProps {
  readonly platform: PlatformOutputs;
}

/** Secrets in the namespace of an application. */
export interface ApplicationSecrets {
  /** Pull secret, where a registry outside the cluster is described. */
  readonly pullSecretName?: string;
  /** Secrets that pods of the application read variables from. */
  readonly appSecrets: readonly AppSecret[];
}

/** By the application's name. */
export type SecretsOutputs = Readonly<Record<string, ApplicationSecrets>>;

interface ApplicationSecretsProps {
  readonly vault: VaultSpec;
  readonly store: VaultSecretStore;
  readonly namespaces: PlatformOutputs["namespaces"];
}

/** Credentials that External Secrets brings from Vault into the cluster, and the alert receivers that need one. */
export class SecretsStack extends EnvironmentStack {
  readonly outputs: SecretsOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec, { platform }: SecretsProps) {
    super(scope, spec, "secrets", ["kubernetes"]);
    const { vault, alerts } = spec;
    // Validation refuses both earlier; here they are for the compiler.
    if (vault === undefined) throw new Error("the secrets stack needs spec.vault");
    if (platform.externalSecrets === undefined) {
      throw new Error("the secrets stack needs External Secrets in the platform stack");
    }
    const registry =
      platform.registry && spec.registry
        ? { registry: spec.registry, namespace: platform.registry.namespace }
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
    this.outputs = Object.fromEntries(
      spec.applications.map((application) => [
        application.name,
        this.secretsOf(application, { vault, store, namespaces: platform.namespaces }),
      ]),
    );
  }

  private secretsOf(
    application: ApplicationSpec,
    { vault, store, namespaces }: ApplicationSecretsProps,
  ): ApplicationSecrets {
    const scope = scopeOf(this, application);
    const namespace = namespaceOf(application, namespaces);
    // Also while images come from the registry: the switch to the outside then needs no new credential.
    const outside = outsideImages(application.images);
    const pullSecret =
      outside &&
      new PullSecret(scope, `${outside.kind}-pull`, { images: outside, vault, store, namespace });
    const { secrets } = application;
    const appSecrets = new AppSecrets(scope, "app", { secrets, store, namespace });
    return { pullSecretName: pullSecret?.secretName, appSecrets: appSecrets.outputs };
  }

  private tell(
    receivers: readonly AlertReceiverSpec[],
    where: Pick<AlertReceiverProps, "store" | "namespace">,
  ): void {
    for (const receiver of receivers) {
      new AlertReceiver(this, `alerts-${receiver.name}`, {
        ...where,
        receiver,
        applications: this.spec.applications.map(({ name }) => name),
        platformNamespaces: platformNamespaces(this.spec),
      });
    }
  }
}

/** Where the platform stack and the cluster itself put what the applications stand on. */
function platformNamespaces(spec: EnvironmentSpec): readonly string[] {
  const { keda, monitoring, externalSecrets } = spec.platform.namespaces;
  const registry = spec.registry === undefined ? [] : [spec.registry.namespace];
  return [keda, monitoring, externalSecrets, ...registry, "kube-system"];
}
