import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { temporaryFolder } from "../support/temporary-folder";

const BUILT = projectFile("dist/fluxibri-check.mjs");
/** Far more than either takes. */
const LIMIT = { encoding: "utf8", timeout: 100_000 } as const;

/** A folder that has the one file and nothing else, no node_modules above it either. */
const folder = temporaryFolder();
const bundle = path.join(folder, "fluxibri-check.mjs");

function check(name: string, yaml: string) {
  const manifests = path.join(folder, name);
  mkdirSync(manifests);
  writeFileSync(path.join(manifests, "all.yaml"), yaml);
  // Without variables that tell Node of modules elsewhere.
  const env = { PATH: process.env.PATH, HOME: folder };
  return spawnSync(process.execPath, [bundle, name], { ...LIMIT, cwd: folder, env });
}

function scaledObject(keys: readonly string[], advanced = ""): string {
  const triggers = keys.map(
    (key, index) => `
    - type: redis
      name: t${index}
      metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: "${key}", listLength: "1" }`,
  );
  return `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: s, namespace: jobs }
spec:
  scaleTargetRef: { name: worker }
  maxReplicaCount: 4${advanced}
  triggers:${triggers.join("")}
`;
}

beforeAll(() => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["scripts/run.mjs", "scripts/build-check.ts"],
    { ...LIMIT, cwd: projectFile(".") },
  );
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  copyFileSync(BUILT, bundle);
}, 110_000);

test("the one file has the SHA-256 that stands beside it", () => {
  const sum = createHash("sha256").update(readFileSync(BUILT)).digest("hex");
  expect(readFileSync(`${BUILT}.sha256`, "utf8")).toBe(`${sum}  fluxibri-check.mjs\n`);
});

test("it passes a good file where nothing is installed", () => {
  expect(existsSync(path.join(folder, "node_modules"))).toBe(false);
  const sum = `
  advanced: { scalingModifiers: { formula: t0 + t1, target: "1" } }`;
  const good = scaledObject(["rq:queue:a", "rq:wip:a"], sum);
  const { status, stdout, stderr } = check("good", good);
  expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
});

test("it ends with 1 on a bad one, and names the file and the fix", () => {
  const { status, stdout, stderr } = check("bad", scaledObject(["rq:queue:a:intermediate"]));
  expect(stdout + stderr).toMatch(/^error queue-trigger: [^]*all\.yaml[^]*listName: rq:queue:a/);
  expect(status).toBe(1);
});

test("it loads what most files do not need: the YAML library for anchors, a hash for SARIF", () => {
  const anchors = scaledObject(["rq:queue:a:intermediate"]).replace("name: s,", "name: &name s,");
  writeFileSync(path.join(folder, "anchors.yaml"), anchors);
  const { status, stdout } = spawnSync(process.execPath, [bundle, "anchors.yaml", "--sarif", "-"], {
    ...LIMIT,
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
  });
  expect(stdout).toContain('"ruleId": "queue-trigger"');
  expect(status).toBe(1);
});

describe("the code that V8 makes of it", () => {
  const home = temporaryFolder();
  const kept = path.join(home, ".cache", "fluxibri-core", "check");
  const run = (more: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, [bundle, "kept.yaml"], {
      ...LIMIT,
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: home, ...more },
    });
  const keptFile = () => path.join(kept, readdirSync(kept)[0] ?? "");

  beforeAll(() => {
    const trigger = scaledObject(["rq:queue:a:intermediate"]);
    writeFileSync(path.join(folder, "kept.yaml"), trigger);
  });

  test("is not kept where Node's variable forbids it", () => {
    expect(run({ NODE_DISABLE_COMPILE_CACHE: "1" }).status).toBe(1);
    expect(existsSync(kept)).toBe(false);
  });

  test("is kept at the first run and taken at the second, which says the same", () => {
    const first = run();
    expect(readdirSync(kept)).toHaveLength(1);
    const written = statSync(keptFile()).mtimeMs;
    const second = run();
    expect([second.status, second.stdout, second.stderr]).toEqual([
      first.status,
      first.stdout,
      first.stderr,
    ]);
    // What V8 refuses is written anew.
    expect(statSync(keptFile()).mtimeMs).toBe(written);
  });

  test("is made anew where the file of it is damaged", () => {
    const { size } = statSync(keptFile());
    truncateSync(keptFile(), size / 2);
    expect(run().status).toBe(1);
    expect(statSync(keptFile()).size).toBeGreaterThan(size / 2);
  });

  test("is not kept where there is no home", () => {
    const before = readdirSync(folder);
    const absent = path.join(folder, "absent");
    expect([run({ HOME: "" }).status, run({ HOME: absent }).status]).toEqual([1, 1]);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("is not needed: a home that cannot be written to changes nothing", () => {
    const none = run({ HOME: path.join(bundle, "none") });
    expect([none.status, none.stderr]).toEqual([1, ""]);
  });
});

test("it keeps the licences of what went in", () => {
  const text = readFileSync(bundle, "utf8");
  const licences = text.slice(text.lastIndexOf("\n/*\n"));
  const kept = ["fluxibri-core", "yaml", "zod"].filter((name) =>
    new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\S*\\n\\n[^]{0,300}(Copyright|License)`, "m").test(
      licences,
    ),
  );
  expect(kept).toEqual(["fluxibri-core", "yaml", "zod"]);
});
