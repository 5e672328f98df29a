import {
  type KubernetesListObject,
  type KubernetesObject,
  ListWatch,
  type Watch,
} from "@kubernetes/client-node";

/** Pause before a watch that ended is taken up again. */
const RESUME_AFTER_MS = 500;

/** A list that is taken up again whenever its watch ends, until it is stopped. */
export class Following<T extends KubernetesObject> extends ListWatch<T> {
  private isStopped = false;

  constructor(path: string, watch: Watch, list: () => Promise<KubernetesListObject<T>>) {
    super(path, watch, list, false);
    // A watch ends now and then, and with the API server.
    this.on("error", () => this.resumeLater());
  }

  override async stop(): Promise<void> {
    this.isStopped = true;
    await super.stop();
  }

  private resume(): void {
    if (!this.isStopped) void this.start().catch(() => this.resumeLater());
  }

  private resumeLater(): void {
    setTimeout(() => this.resume(), RESUME_AFTER_MS).unref();
  }
}
