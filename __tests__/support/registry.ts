import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePorts } from "../../testbed/addresses";
import { programPath } from "../../testbed/programs";

/** The registry that we pin, once the testbed has built it (`npm run test:e2e -- registry`). */
const BUILT = programPath("registry", "1.35");
export const pinnedRegistry = existsSync(BUILT) ? BUILT : undefined;

/** The registry 2.8 of Debian and Ubuntu (package docker-registry). */
export const oldRegistry =
  spawnSync("docker-registry", ["--version"]).status === 0 ? "docker-registry" : undefined;

const ANY = pinnedRegistry ?? oldRegistry;
/** Whether this machine has one of them. */
export const hasRegistry = ANY !== undefined;

/** The password of `builder`, in the htpasswd file of a guarded registry. */
export const BUILDER = { username: "builder", password: "builder" };
const HTPASSWD = "builder:$2y$04$Nd0tvWEhUvDMZCWjuYjxsu/cyM72LblUSJG8J3sXk3COu11oA7FJe\n";

/** A real registry on loopback, with its data in a folder. */
export class Registry {
  private constructor(
    readonly address: string,
    private readonly server: ChildProcess,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async start(folder: string, guarded: boolean): Promise<Registry> {
    return Registry.serve(folder, (address, htpasswd) => ({
      version: 0.1,
      log: { level: "error" },
      http: { addr: address },
      storage: { filesystem: { rootdirectory: path.join(folder, "data") } },
      ...(guarded ? { auth: { htpasswd: { realm: "test", path: htpasswd } } } : {}),
    }));
  }

  /** With a configuration of one's own; pushes are the builder's where `login` is set. */
  static async serve(
    folder: string,
    configuration: (address: string, htpasswd: string) => unknown,
    { program = ANY, login = false } = {},
  ): Promise<Registry> {
    if (program === undefined) throw new Error("no registry on this machine");
    mkdirSync(folder, { recursive: true });
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const htpasswd = path.join(folder, "htpasswd");
    writeFileSync(htpasswd, HTPASSWD);
    const file = path.join(folder, `${port}.json`);
    writeFileSync(file, JSON.stringify(configuration(address, htpasswd)));
    const env = { ...process.env, OTEL_TRACES_EXPORTER: "none" };
    const server = spawn(program, ["serve", file], { stdio: "ignore", env });
    const registry = new Registry(address, server, login ? authorization() : {});
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
  async push(
    repository: string,
    tag: string,
    platforms: readonly string[],
    seed: string,
    layerBytes = 0,
  ) {
    const images = [];
    for (const platform of platforms) {
      const [os, architecture] = platform.split("/");
      const config = await this.blob(repository, JSON.stringify({ os, architecture, seed }));
      const layer = await this.blob(
        repository,
        `layer of ${platform} ${seed}`.padEnd(layerBytes, seed),
      );
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

  /** A request as the builder's tools would make it. */
  ask(method: string, at: string, headers: Readonly<Record<string, string>> = {}) {
    return fetch(`http://${this.address}${at}`, {
      method,
      headers: { ...this.headers, ...headers },
    });
  }

  /** Uploads a layer, or a configuration, that no manifest names yet. */
  async blob(repository: string, content: string) {
    const { digest, size } = describe(content);
    const started = await this.ask("POST", `/v2/${repository}/blobs/uploads/`);
    const location = new URL(started.headers.get("location") ?? "", `http://${this.address}`);
    location.searchParams.set("digest", digest);
    const done = await fetch(location, {
      method: "PUT",
      body: content,
      headers: { ...this.headers, "content-type": "application/octet-stream" },
    });
    if (!done.ok) throw new Error(`blob: ${done.status} ${await done.text()}`);
    return { digest, size };
  }

  private async put(repository: string, name: string, type: string, content: string) {
    const done = await fetch(`http://${this.address}/v2/${repository}/manifests/${name}`, {
      method: "PUT",
      body: content,
      headers: { ...this.headers, "content-type": type },
    });
    if (!done.ok) throw new Error(`manifest: ${done.status} ${await done.text()}`);
  }
}

function authorization() {
  const text = `${BUILDER.username}:${BUILDER.password}`;
  return { authorization: `Basic ${Buffer.from(text).toString("base64")}` };
}

export const MEDIA = {
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
