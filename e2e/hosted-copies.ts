import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import { COPY_LABEL } from "../cli/migrate-claims/copy-job";
import { JOURNAL, SCRIPT } from "../cli/migrate-claims/journal";
import type { ClusterClient } from "../runtime/cluster-client";

const INTERVAL_MS = 200;

/**
 * Runs the script of a copy's pod on this machine, as its container would: the
 * script that is in the cluster, the pod's arguments and variables, and a folder
 * for each claim. What comes of it becomes the pod's status.
 */
export class HostedCopies {
  /** Passes that ended well, e.g. `montage-input first`. */
  readonly done: string[] = [];
  private readonly running = new Map<string, ChildProcess>();
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  /** @param folder holds one folder for each claim, by its name */
  constructor(
    private readonly client: ClusterClient,
    private readonly namespace: string,
    private readonly folder: string,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    for (const child of this.running.values()) end(child);
  }

  /** Folder of a claim's volume. */
  volume(claim: string): string {
    const folder = path.join(this.folder, claim);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Ends all scripts at once, as a node that loses its power; their pods fail. */
  kill(): number {
    for (const child of this.running.values()) end(child);
    return this.running.size;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const pods = await this.client.core
        .listNamespacedPod({ namespace: this.namespace, labelSelector: COPY_LABEL })
        .catch(() => ({ items: [] }));
      for (const pod of pods.items) {
        const name = pod.metadata?.name ?? "";
        if (pod.status?.phase !== "Running" || this.running.has(name)) continue;
        await this.host(pod, name);
      }
      await sleep(INTERVAL_MS);
    }
  }

  private async host(pod: V1Pod, name: string): Promise<void> {
    const [container] = pod.spec?.containers ?? [];
    const [, , pass = ""] = container?.command ?? [];
    const map = await this.client.core.readNamespacedConfigMap({
      namespace: this.namespace,
      name: JOURNAL,
    });
    const script = path.join(this.folder, `${name}.sh`);
    const report = path.join(this.folder, `${name}.report`);
    writeFileSync(script, map.data?.[SCRIPT] ?? "");
    const variables = (container?.env ?? []).map(({ name: key, value }) => [key, value]);
    const child = spawn("sh", [script, pass, this.mounted(pod, "from"), this.mounted(pod, "to")], {
      env: { ...Object.fromEntries(variables), PATH: process.env["PATH"], REPORT: report },
      stdio: "ignore",
      detached: true,
    });
    this.running.set(name, child);
    child.on("close", (status) => {
      this.running.delete(name);
      if (status === 0) this.done.push(`${pod.metadata?.labels?.[COPY_LABEL]} ${pass}`);
      // A pod that is gone meanwhile has no status to be written.
      void this.tell(pod, status ?? 137, report).catch(() => undefined);
    });
  }

  private mounted({ spec }: V1Pod, volume: string): string {
    const found = spec?.volumes?.find(({ name }) => name === volume);
    return this.volume(found?.persistentVolumeClaim?.claimName ?? "");
  }

  private async tell(pod: V1Pod, exitCode: number, report: string): Promise<void> {
    const { name = "", namespace = "" } = pod.metadata ?? {};
    const now = await this.client.core.readNamespacedPod({ name, namespace });
    const message = exitCode === 0 ? readFileSync(report, "utf8") : "";
    const statuses = now.status?.containerStatuses ?? [];
    await this.client.core.replaceNamespacedPodStatus({
      name,
      namespace,
      body: {
        ...now,
        status: {
          ...now.status,
          phase: exitCode === 0 ? "Succeeded" : "Failed",
          containerStatuses: statuses.map((status) => ({
            ...status,
            ready: false,
            started: false,
            state: {
              terminated: { exitCode, message, reason: exitCode === 0 ? "Completed" : "Error" },
            },
          })),
        },
      },
    });
  }
}

/** The script and all that it has started. */
function end(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
}
