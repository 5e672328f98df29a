import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ProjectCopy } from "../../support/project-copy";
import { hasRegistry, BUILDER, Registry } from "../../support/registry";
import { temporaryFolder } from "../../support/temporary-folder";

// Each mirror is a program of its own, and a test runs up to three.
jest.setTimeout(120_000);

const MONTAGE_AI = ["--application", "montage-ai"] as const;

/** The programs that this machine has, each tried alone against two real registries. */
const TOOLS = (["skopeo", "crane"] as const).filter(
  (tool) => spawnSync(tool, [tool === "skopeo" ? "--version" : "version"]).status === 0,
);
const inRegistries = hasRegistry && TOOLS.length > 0 ? describe : describe.skip;

/** A folder in which a program of this machine is the only one of its kind. */
function only(tool: string): string {
  const folder = temporaryFolder();
  const found = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
  spawnSync("ln", ["-s", found, path.join(folder, tool)]);
  return folder;
}

/** Auth files as `docker login` writes them. */
function authFor(address: string): Record<string, string> {
  const folder = temporaryFolder();
  const auth = Buffer.from(`${BUILDER.username}:${BUILDER.password}`).toString("base64");
  const file = path.join(folder, "config.json");
  writeFileSync(file, JSON.stringify({ auths: { [address]: { auth } } }));
  return { DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: file };
}

describe.each(TOOLS.length > 0 ? TOOLS : (["skopeo or crane: not on this machine"] as const))(
  "with %s",
  (tool) => {
    inRegistries("between two real registries", () => {
      let ghcr: Registry;
      let cluster: Registry;
      let auth: Record<string, string>;

      beforeAll(async () => {
        const folder = temporaryFolder();
        ghcr = await Registry.start(path.join(folder, "ghcr"), false);
        cluster = await Registry.start(path.join(folder, "cluster"), true);
        auth = authFor(cluster.address);
      });
      afterAll(async () => {
        await Promise.all([ghcr.stop(), cluster.stop()]);
      });

      test("an environment without a registry of its own gets the digest written, and nothing copied", async () => {
        const { digest } = await ghcr.push("owner/montage-ai", "pinned", ["linux/amd64"], "pin");
        const project = new ProjectCopy();
        const switches = "environments/production.switches.json";
        const before = project.read(switches);
        const { status, stderr, stdout } = spawnSync(
          process.execPath,
          [
            ...[
              "scripts/run.mjs",
              "cli/mirror/index.ts",
              "production",
              ...MONTAGE_AI,
              "--tag",
              "pinned",
              "--json",
            ],
            ...["--from", `${ghcr.address}/owner/montage-ai`, "--pin", "--without-start-check"],
          ],
          { cwd: project.folder, encoding: "utf8", env: { ...process.env, PATH: only(tool) } },
        );
        expect([status, stderr]).toEqual([0, expect.stringContaining(digest)]);
        expect(JSON.parse(stdout)).toMatchObject({ tag: "pinned", digest, copied: false });
        expect(project.read(switches)).toBe(
          before.replace(/"montage-ai": "[^"]*"/, `"montage-ai": "pinned@${digest}"`),
        );
      });

      function mirror(tag: string, env: Record<string, string>) {
        const from = ["--from", `${ghcr.address}/owner/montage-ai`, "--to", cluster.address];
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [
            "scripts/run.mjs",
            "cli/mirror/index.ts",
            "staging",
            ...MONTAGE_AI,
            "--tag",
            tag,
            ...from,
            "--json",
          ],
          {
            encoding: "utf8",
            env: { ...process.env, PATH: only(tool), ...env },
          },
        );
        const result: unknown = stdout === "" ? undefined : JSON.parse(stdout);
        return { status, stderr, result };
      }

      test("all platforms arrive under the same digest, and the second run copies nothing", async () => {
        const platforms = ["linux/amd64", "linux/arm64"];
        const { digest } = await ghcr.push("owner/montage-ai", "1a2b3c4", platforms, "one");
        const first = mirror("1a2b3c4", auth);
        expect(first.stderr).toContain("with every platform");
        expect(first).toMatchObject({
          status: 0,
          result: { copied: true, digest, platforms, tool, tag: "1a2b3c4" },
        });
        expect(mirror("1a2b3c4", auth)).toMatchObject({
          status: 0,
          result: { copied: false, digest },
        });
      });

      test("a tag that moved is copied again; a digest names the older content for good", async () => {
        const old = await ghcr.push("owner/montage-ai", "moving", ["linux/amd64"], "old");
        expect(mirror("moving", auth).result).toMatchObject({ digest: old.digest });
        const recent = await ghcr.push("owner/montage-ai", "moving", ["linux/amd64"], "new");
        expect(mirror("moving", auth).result).toMatchObject({
          digest: recent.digest,
          copied: true,
        });
        expect(mirror(`moving@${old.digest}`, auth).result).toMatchObject({
          digest: old.digest,
          copied: true,
        });
      });

      test("a tag that nobody pushed is named", () => {
        expect(mirror("nobody", auth)).toMatchObject({
          status: 1,
          stderr: expect.stringContaining("there is no"),
        });
      });

      test("without credentials the push side refuses, and the answer is docker login", async () => {
        await ghcr.push("owner/montage-ai", "guarded", ["linux/amd64"], "guarded");
        const nothing = temporaryFolder();
        mkdirSync(path.join(nothing, "home"));
        const { status, stderr } = mirror("guarded", {
          HOME: path.join(nothing, "home"),
          XDG_RUNTIME_DIR: nothing,
          DOCKER_CONFIG: nothing,
          REGISTRY_AUTH_FILE: path.join(nothing, "auth.json"),
        });
        expect(status).toBe(1);
        expect(stderr).toContain("refuses the credentials, or got none");
        expect(stderr).toContain("docker login");
      });
    });
  },
);
