import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject } from "@kubernetes/client-node";
import { z } from "zod";
import type { ClusterClient } from "../runtime/cluster-client";

const INTERVAL_MS = 500;
const GROUP_VERSION = "external-secrets.io/v1";
const WEBHOOKS = ["secretstore-validate", "externalsecret-validate"];

const externalSecret = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    target: z.object({
      name: z.string(),
      template: z.object({ type: z.string(), data: z.record(z.string(), z.string()) }),
    }),
  }),
});

/**
 * Does what External Secrets and a Vault would do, as far as Terraform can see:
 * stores and secrets become ready, and every Secret is there with its type and
 * keys. The chart, its CRDs and its webhook configurations are the real ones;
 * nothing stands behind the webhooks, so they let everything pass.
 */
export class ExternalSecretsStandIn {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly client: ClusterClient) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      // The kinds are not there before the chart is: the next round sees.
      await this.round().catch(() => undefined);
      await sleep(INTERVAL_MS);
    }
  }

  private async round(): Promise<void> {
    for (const name of WEBHOOKS) await this.letPass(name);
    for (const store of await this.client.list(GROUP_VERSION, "ClusterSecretStore")) {
      await this.makeReady(store, "clustersecretstores");
    }
    for (const secret of await this.client.list(GROUP_VERSION, "ExternalSecret")) {
      await this.write(secret);
      await this.makeReady(secret, "externalsecrets");
    }
  }

  private async letPass(name: string): Promise<void> {
    const reference = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      name,
    };
    const found = await this.client.read<
      KubernetesObject & { readonly webhooks?: readonly { readonly failurePolicy?: string }[] }
    >(reference);
    const webhooks = found?.webhooks ?? [];
    if (webhooks.every(({ failurePolicy }) => failurePolicy === "Ignore")) return;
    await this.client.merge(reference, {
      webhooks: webhooks.map((webhook) => ({ ...webhook, failurePolicy: "Ignore" })),
    });
  }

  private async write(object: KubernetesObject): Promise<void> {
    const { metadata, spec } = externalSecret.parse(object);
    const { name, template } = spec.target;
    const reference = { apiVersion: "v1", kind: "Secret", name, namespace: metadata.namespace };
    if ((await this.client.read(reference)) !== undefined) return;
    // A dockerconfigjson must be JSON; its content is not read here.
    const stringData = Object.fromEntries(Object.keys(template.data).map((key) => [key, "{}"]));
    const secret: KubernetesObject & { readonly type: string; readonly stringData: object } = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: metadata.namespace },
      type: template.type,
      stringData: template.type.endsWith("dockerconfigjson")
        ? { ".dockerconfigjson": '{"auths":{}}' }
        : stringData,
    };
    await this.client.create(secret);
  }

  private async makeReady({ metadata }: KubernetesObject, plural: string): Promise<void> {
    const { name = "", namespace } = metadata ?? {};
    await this.client.mergeStatus(
      { group: "external-secrets.io", version: "v1", plural, name, namespace },
      { conditions: [{ type: "Ready", status: "True", reason: "StandIn" }] },
    );
  }
}
