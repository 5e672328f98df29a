import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { projectFile } from "../../environments/project";
import {
  garbageCollectionSteps,
  RESULT_PATH,
} from "../../modules/registry/garbage-collection-steps";
import {
  CONFIG_FILE,
  CONFIG_PATH,
  CREDENTIALS_FILE,
  CREDENTIALS_PATH,
  DATA_PATH,
  pullConfig,
  pushConfig,
} from "../../modules/registry/server-config";
import { MEDIA, pinnedRegistry, Registry } from "./registry";
import { temporaryFolder } from "./temporary-folder";

/** The repository of all images here. */
export const REPOSITORY = "montage-ai";
const PROGRAMS = "/program";

interface Step {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
}

/** A volume, and on it what the module runs, with the module's own configurations and commands. */
export class Volume {
  readonly folder = temporaryFolder();
  private readonly data = path.join(this.folder, "volume");
  private readonly result = path.join(this.folder, "result");

  push(program = pinnedRegistry): Promise<Registry> {
    return this.serve(pushConfig(), { program, login: true });
  }

  pull(): Promise<Registry> {
    return this.serve(pullConfig(), { program: pinnedRegistry });
  }

  private serve(config: string, options: Parameters<typeof Registry.serve>[2]) {
    return Registry.serve(
      this.folder,
      (address, htpasswd) => ({
        ...parse(
          config
            .replaceAll(DATA_PATH, this.data)
            .replaceAll(`${CREDENTIALS_PATH}/${CREDENTIALS_FILE}`, htpasswd),
        ),
        http: { addr: address },
      }),
      options,
    );
  }

  /** The steps of the CronJob between "pushes off" and "pushes on". */
  collect(references: Readonly<Record<string, readonly string[]>>, keepNewest: number) {
    rmSync(this.result, { recursive: true, force: true });
    mkdirSync(this.result);
    writeFileSync(path.join(this.result, "references.json"), JSON.stringify(references));
    const config = path.join(this.folder, CONFIG_FILE);
    writeFileSync(config, pushConfig().replaceAll(DATA_PATH, this.data));
    const mount = { name: "any", mountPath: "/any" };
    const { before, last } = garbageCollectionSteps({
      namespace: "registry",
      keepNewest,
      programPath: PROGRAMS,
      mounts: { data: mount, config: mount, result: mount, program: mount },
    });
    const here = (text: string) =>
      text
        .replaceAll(RESULT_PATH, this.result)
        .replaceAll(`${CONFIG_PATH}/${CONFIG_FILE}`, config)
        .replaceAll(DATA_PATH, this.data)
        .replaceAll(PROGRAMS, projectFile("modules/registry"))
        .replaceAll("registry garbage-collect", `${pinnedRegistry} garbage-collect`)
        .replace(/^python /, "python3 ");
    const steps: readonly Step[] = JSON.parse(JSON.stringify([...before, last]));
    const logs = steps
      .filter(({ name }) => ["retain", "sweep", "verdict"].includes(name))
      .map((step) => {
        const [, , script = ""] = step.command ?? [];
        const ended = spawnSync("sh", ["-c", here(script)], {
          encoding: "utf8",
          env: {
            ...process.env,
            PYTHONDONTWRITEBYTECODE: "1",
            ...Object.fromEntries((step.env ?? []).map(({ name, value }) => [name, here(value)])),
          },
        });
        return { ...ended, name: step.name };
      });
    return { verdict: logs.at(-1)?.status, log: logs.map(({ stdout }) => stdout).join("") };
  }

  /** As if it had been pushed that many days ago. */
  age(tag: string, days: number): void {
    const at = Date.now() / 1000 - days * 86_400;
    utimesSync(path.join(this.manifests(), "tags", tag, "current", "link"), at, at);
  }

  loseTag(tag: string): void {
    rmSync(path.join(this.manifests(), "tags", tag), { recursive: true });
  }

  bytes(): number {
    const { stdout } = spawnSync("du", ["-sb", this.data], { encoding: "utf8" });
    return Number.parseInt(stdout, 10);
  }

  private manifests(): string {
    return path.join(this.data, "docker/registry/v2/repositories", REPOSITORY, "_manifests");
  }
}

/** Statuses of all that a pull of this name needs: the index, each platform, each layer. */
export async function pulled(registry: Registry, name: string): Promise<readonly number[]> {
  const accept = [MEDIA.index, MEDIA.manifest].join(", ");
  const answer = await registry.ask("GET", `/v2/${REPOSITORY}/manifests/${name}`, { accept });
  if (!answer.ok) return [answer.status];
  const { manifests, layers, config } = Object(await answer.json());
  if (manifests !== undefined) {
    const platforms: readonly { readonly digest: string }[] = manifests;
    const all = await Promise.all(platforms.map(({ digest }) => pulled(registry, digest)));
    return [answer.status, ...all.flat()];
  }
  const blobs: readonly { readonly digest: string }[] = [config, ...layers];
  const asked = blobs.map(({ digest }) => registry.ask("GET", `/v2/${REPOSITORY}/blobs/${digest}`));
  return [answer.status, ...(await Promise.all(asked)).map(({ status }) => status)];
}

/** An index, two platforms, each with a configuration and a layer. */
export const WHOLE = Array.from({ length: 7 }, () => 200);
