import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { KUBERNETES_RELEASES } from "../testbed/kubernetes-releases";

const read = (file: string): string => readFileSync(file, "utf8");

/** What git tracks or would track; deleted files are left out. Empty outside a checkout. */
const files = filesOf();
function filesOf(): readonly string[] {
  if (!existsSync(".git")) return [];
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    { encoding: "utf8" },
  );
  return listed.split("\0").filter((file) => file !== "" && existsSync(file));
}
const inCheckout = files.length > 0 ? test : test.skip;
const ending = (...endings: string[]) =>
  files.filter((file) => endings.some((end) => file.endsWith(end)));

const managerSchema = z.object({
  managerFilePatterns: z.array(z.string()),
  matchStrings: z.array(z.string()),
});
const renovate = z
  .object({
    customManagers: z.array(managerSchema),
    packageRules: z.array(
      z.looseObject({
        matchCurrentValue: z.string().optional(),
        allowedVersions: z.string().optional(),
      }),
    ),
  })
  .parse(JSON.parse(read("renovate.json")));

/** What Renovate's regex managers find in a file. */
function foundIn(file: string): readonly Readonly<Record<string, string>>[] {
  return renovate.customManagers
    .filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)),
    )
    .flatMap(({ matchStrings }) =>
      matchStrings.flatMap((match) => [...read(file).matchAll(new RegExp(match, "g"))]),
    )
    .map(({ groups }) => ({ ...groups }));
}

describe("tracked files", () => {
  inCheckout("hold no path of somebody's machine", () => {
    const machinePath = /(^|[\s"'`(=:])\/(root|home\/[a-z]|Users\/[A-Za-z]|work)\//;
    const hits = files.filter(
      (file) => file !== "package-lock.json" && machinePath.test(read(file)),
    );
    expect(hits).toEqual([]);
  });

  test("leave the package registry to each machine: the lockfile resolves nothing", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
    expect(read(".npmrc")).not.toMatch(/registry *=/);
  });

  inCheckout("link to files that exist", () => {
    const broken = ending(".md").flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => path.join(path.dirname(file), decodeURI(target ?? "")))
        .filter((target) => !existsSync(target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("documentation", () => {
  test("lists every ADR in the index, numbered without gaps", () => {
    const adrs = readdirSync("docs/adr").filter((file) => /^\d{4}-.+\.md$/.test(file));
    const index = read("docs/adr/README.md");
    expect(adrs.filter((file) => !index.includes(`(${file})`))).toEqual([]);
    expect(adrs.map((file) => Number(file.slice(0, 4)))).toEqual(adrs.map((_, i) => i + 1));
  });

  test("explains every module beside its code", () => {
    const modules = readdirSync("modules", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `modules/${entry.name}/README.md`);
    expect(modules.filter((readme) => !existsSync(readme))).toEqual([]);
  });
});

describe("Renovate", () => {
  test("sees every chart pin with repository and version", () => {
    const charts = z
      .object({
        charts: z.record(z.string(), z.object({ repository: z.string(), version: z.string() })),
      })
      .parse(parse(read("charts.yaml"))).charts;
    expect(foundIn("charts.yaml")).toEqual(
      Object.entries(charts).map(([depName, { repository, version }]) => ({
        depName,
        registryUrl: repository,
        currentValue: version,
      })),
    );
  });

  inCheckout("sees every image digest of the modules", () => {
    const sources = ending(".ts").filter((file) => file.startsWith("modules/"));
    const digests = (file: string) => read(file).match(/sha256:[0-9a-f]{64}/g) ?? [];
    const unseen = sources.filter((file) => digests(file).length !== foundIn(file).length);
    expect(sources.flatMap(digests)).not.toEqual([]);
    expect(unseen).toEqual([]);
  });

  test("show Renovate each release of Kubernetes that a testbed can have, and a rule for its minor", () => {
    const releases = foundIn("testbed/kubernetes-releases.ts").map(
      ({ currentValue }) => currentValue,
    );
    expect(releases).toEqual(Object.values(KUBERNETES_RELEASES));
    for (const release of releases) {
      const rules = renovate.packageRules.filter(({ matchCurrentValue = "/^$/" }) =>
        new RegExp(matchCurrentValue.slice(1, -1)).test(release ?? ""),
      );
      expect(rules).toEqual([expect.objectContaining({ matchFileNames: ["testbed/**"] })]);
      expect(rules[0]?.allowedVersions).toBe(rules[0]?.matchCurrentValue);
    }
  });

  test("sees the programs that the pipeline gets through Go", () => {
    expect(foundIn("scripts/ci/lib/actionlint.ts")).toEqual([
      { depName: "github.com/rhysd/actionlint", currentValue: expect.stringMatching(/^v\d/) },
    ]);
  });
});

describe("commit hook", () => {
  test("is executable", () => {
    expect(spawnSync("test", ["-x", ".githooks/pre-commit"]).status).toBe(0);
    expect(spawnSync("test", ["-x", ".ci/run"]).status).toBe(0);
  });

  test("is set up in a checkout, silently, and nowhere else", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "hooks-"));
    try {
      const copy = path.join(folder, "scripts");
      execFileSync("mkdir", [copy]);
      execFileSync("cp", ["scripts/install-hooks.mjs", copy]);
      const install = (env: Record<string, string>) =>
        spawnSync(process.execPath, [path.join(copy, "install-hooks.mjs")], {
          encoding: "utf8",
          env: { PATH: process.env["PATH"], ...env },
        });
      const hooksPath = () =>
        spawnSync("git", ["-C", folder, "config", "--local", "--get", "core.hooksPath"], {
          encoding: "utf8",
        }).stdout.trim();
      expect(install({})).toMatchObject({ status: 0, stdout: "", stderr: "" });
      execFileSync("git", ["-C", folder, "init", "--quiet"]);
      install({ CI: "true" });
      expect(hooksPath()).toBe("");
      expect(install({})).toMatchObject({ status: 0, stdout: "", stderr: "" });
      expect(hooksPath()).toBe(".githooks");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
