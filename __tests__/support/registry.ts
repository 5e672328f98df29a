import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePorts } from "../../testbed/addresses";

/** Whether this machine has the registry server (package docker-registry of Debian and Ubuntu). */
export const hasRegistry = spawnSync("docker-registry", ["--version"]).status === 0;

/** The password of `builder`, in the htpasswd file of a guarded registry. */
export const BUILDER = { username: "builder", password: "builder" };
const HTPASSWD = "builder:$2y$04$Nd0tvWEhUvDMZCWjuYjxsu/cyM72LblUSJG8J3sXk3COu11oA7FJe\n";

/** A real registry on loopback, with its data in a folder. */
export class Registry {
  private constructor(
    readonly address: string,
    private readonly server: ChildProcess,
  ) {}

  static async start(folder: string, guarded: boolean): Promise<Registry> {
    mkdirSync(folder, { recursive: true });
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const htpasswd = path.join(folder, "htpasswd");
    writeFileSync(htpasswd, HTPASSWD);
    const configuration = path.join(folder, "config.json");
    writeFileSync(
      configuration,
      JSON.stringify({
        version: 0.1,
        log: { level: "error" },
        http: { addr: address },
        storage: { filesystem: { rootdirectory: path.join(folder, "data") } },
        ...(guarded ? { auth: { htpasswd: { realm: "test", path: htpasswd } } } : {}),
      }),
    );
    const server = spawn("docker-registry", ["serve", configuration], { stdio: "ignore" });
    const registry = new Registry(address, server);
    while (!(await registry.answers())) await setTimeout(50);
    return registry;
  }

  async stop(): Promise<void> {
    const ended = once(this.server, "exit");
    this.server.kill("SIGKILL");
    await ended;
  }

  private async answers(): Promise<boolean> {
    if (this.server.exitCode !== null) throw new Error("the registry did not start");
    return fetch(`http://${this.address}/v2/`).then(
      () => true,
      () => false,
    );
  }

  /** Puts an image of these platforms there, as a pipeline would; its content is different for each seed. */
  async push(repository: string, tag: string, platforms: readonly string[], seed: string) {
    const images = [];
    for (const platform of platforms) {
      const [os, architecture] = platform.split("/");
      const config = await this.blob(repository, JSON.stringify({ os, architecture, seed }));
      const layer = await this.blob(repository, `layer of ${platform} ${seed}`);
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: MEDIA.manifest,
        config: { mediaType: MEDIA.config, ...config },
        layers: [{ mediaType: MEDIA.layer, ...layer }],
      });
      const described = describe(manifest);
      await this.put(repository, described.digest, MEDIA.manifest, manifest);
      images.push({ mediaType: MEDIA.manifest, ...described, platform: { os, architecture } });
    }
    const index = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests: images });
    await this.put(repository, tag, MEDIA.index, index);
    return { digest: describe(index).digest, children: images.map(({ digest }) => digest) };
  }

  private async blob(repository: string, content: string) {
    const { digest, size } = describe(content);
    const started = await fetch(`http://${this.address}/v2/${repository}/blobs/uploads/`, {
      method: "POST",
    });
    const location = new URL(started.headers.get("location") ?? "", `http://${this.address}`);
    location.searchParams.set("digest", digest);
    const done = await fetch(location, {
      method: "PUT",
      body: content,
      headers: { "content-type": "application/octet-stream" },
    });
    if (!done.ok) throw new Error(`blob: ${done.status} ${await done.text()}`);
    return { digest, size };
  }

  private async put(repository: string, name: string, type: string, content: string) {
    const done = await fetch(`http://${this.address}/v2/${repository}/manifests/${name}`, {
      method: "PUT",
      body: content,
      headers: { "content-type": type },
    });
    if (!done.ok) throw new Error(`manifest: ${done.status} ${await done.text()}`);
  }
}

const MEDIA = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;

function describe(content: string) {
  return {
    digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    size: Buffer.byteLength(content),
  };
}
