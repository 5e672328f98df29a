import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ListWatch, V1Service } from "@kubernetes/client-node";
import type { ClusterClient } from "../runtime/cluster-client";

const CLUSTER_DOMAIN = "svc.cluster.local";

/**
 * The names of Services for processes on this machine, in place of cluster DNS:
 * a file `hosts` in the testbed's folder, which is where the built programs look.
 */
export class ServiceNames {
  private readonly services: ListWatch<V1Service>;
  private readonly file: string;

  constructor(client: ClusterClient, folder: string) {
    this.file = path.join(folder, "hosts");
    this.services = client.follow("/api/v1/services", () =>
      client.core.listServiceForAllNamespaces(),
    );
    this.services.on("add", () => this.write());
    this.services.on("update", () => this.write());
    this.services.on("delete", () => this.write());
  }

  async start(): Promise<void> {
    this.write();
    await this.services.start();
  }

  async stop(): Promise<void> {
    await this.services.stop();
  }

  /**
   * The Service that sends to a pod with these labels.
   *
   * @throws Error naming the labels when there is none
   */
  serviceOf(namespace: string, labels: Readonly<Record<string, string>>): V1Service {
    const found = this.services
      .list(namespace)
      .find(
        ({ spec }) =>
          spec?.selector !== undefined &&
          Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
      );
    if (found === undefined) {
      throw new Error(`no Service in ${namespace} selects ${JSON.stringify(labels)}`);
    }
    return found;
  }

  /** The address behind a Service's name; any other text as it is. */
  resolve(text: string): string {
    return this.entries().find(({ names }) => names.includes(text))?.address ?? text;
  }

  private entries() {
    return this.services.list().flatMap(({ metadata, spec }) => {
      const address = spec?.clusterIP;
      if (address === undefined || address === "" || address === "None") return [];
      const short = `${metadata?.name}.${metadata?.namespace}`;
      return [{ address, names: [`${short}.${CLUSTER_DOMAIN}`, `${short}.svc`, short] }];
    });
  }

  /** Renamed into place: a reader sees the old file or the new one. */
  private write(): void {
    const lines = this.entries().map(({ address, names }) => `${address} ${names.join(" ")}`);
    const arriving = `${this.file}.arriving`;
    writeFileSync(arriving, `127.0.0.1 localhost\n${lines.join("\n")}\n`);
    renameSync(arriving, this.file);
  }
}
