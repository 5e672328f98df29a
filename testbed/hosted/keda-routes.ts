import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  KubernetesObject,
  V1APIService,
  V1Service,
  V1ValidatingWebhookConfiguration,
} from "@kubernetes/client-node";
import type { ClusterClient } from "../../runtime/cluster-client";

/** A process that the API server must reach. */
export interface Endpoint {
  /** Namespace of KEDA's release. */
  readonly namespace: string;
  /** On localhost. */
  readonly port: number;
}

const INTERVAL_MS = 1_000;
const METRICS_SERVICE = "keda-operator-metrics-apiserver";
const METRICS_API = "v1beta1.external.metrics.k8s.io";
const WEBHOOKS_SERVICE = "keda-admission-webhooks";
const WEBHOOK_CONFIGURATION = "keda-admission";

/**
 * Leads the API server to KEDA's processes: their Services become aliases of
 * localhost, and what refers to them gets the process's port and authority.
 * Helm puts its own back at every upgrade, so this is looked after for as long
 * as the testbed is up.
 */
export class KedaRoutes {
  metricsServer: Endpoint | undefined;
  webhooks: Endpoint | undefined;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: ClusterClient,
    private readonly folder: string,
  ) {}

  start(): void {
    this.loop = this.keep();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      // The API server may be away, and KEDA may be on its way in or out: the next round sees.
      await this.lead().catch(() => undefined);
      await sleep(INTERVAL_MS);
    }
  }

  private async lead(): Promise<void> {
    if (this.metricsServer !== undefined) await this.leadToMetricsServer(this.metricsServer);
    if (this.webhooks !== undefined) await this.leadToWebhooks(this.webhooks);
  }

  private async leadToMetricsServer({ namespace, port }: Endpoint): Promise<void> {
    const reference = {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      name: METRICS_API,
    };
    const found = await this.client.read<V1APIService & KubernetesObject>(reference);
    if (found === undefined) return;
    await this.alias(namespace, METRICS_SERVICE);
    const caBundle = this.authority();
    if (found.spec?.service?.port === port && found.spec.caBundle === caBundle) return;
    await this.client.merge(reference, { spec: { caBundle, service: { port } } });
  }

  private async leadToWebhooks({ namespace, port }: Endpoint): Promise<void> {
    const reference = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      name: WEBHOOK_CONFIGURATION,
    };
    const found = await this.client.read<V1ValidatingWebhookConfiguration & KubernetesObject>(
      reference,
    );
    if (found === undefined) return;
    await this.alias(namespace, WEBHOOKS_SERVICE);
    const caBundle = this.authority();
    const current = found.webhooks ?? [];
    const isLed = current.every(
      ({ clientConfig }) =>
        clientConfig.service?.port === port && clientConfig.caBundle === caBundle,
    );
    if (isLed) return;
    // A merge replaces a list as a whole.
    const webhooks = current.map((webhook) => ({
      ...webhook,
      clientConfig: { caBundle, service: { ...webhook.clientConfig.service, port } },
    }));
    await this.client.merge(reference, { webhooks });
  }

  /** The authority of KEDA's certificates, base64 as the API wants it. */
  private authority(): string {
    return readFileSync(path.join(this.folder, "keda", "ca.crt")).toString("base64");
  }

  private async alias(namespace: string, name: string): Promise<void> {
    const reference = { apiVersion: "v1", kind: "Service", namespace, name };
    const service = await this.client.read<V1Service & KubernetesObject>(reference);
    if (service === undefined || service.spec?.type === "ExternalName") return;
    await this.client.merge(reference, {
      spec: { type: "ExternalName", externalName: "localhost" },
    });
  }
}
