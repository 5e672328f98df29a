import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { actionlint } from "../scripts/ci/lib/actionlint";
import { files, FOLDER, jobs, read, steps } from "./support/workflows";

/** What a job may do beyond reading the code; each is explained where it is given. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  ".github/workflows/pr.yml: rules": ["security-events"],
  ".github/workflows/plan.yml: plan": ["id-token", "pull-requests"],
  ".github/workflows/deploy.yml: plan": ["id-token"],
  ".github/workflows/deploy.yml: apply": ["id-token"],
  ".github/workflows/drift.yml: network": ["issues"],
  ".github/workflows/drift.yml: cloud": ["id-token", "issues"],
  ".github/workflows/release.yml: release": ["attestations", "contents", "id-token"],
  ".github/workflows/staging-e2e-autoscale.yml: staging-e2e-autoscale": ["packages"],
};

test("jobs may do what is listed here, and nothing else", () => {
  const writing = jobs.flatMap(({ place, permissions }) => {
    const written = Object.entries(permissions).filter(([, access]) => access === "write");
    return written.length === 0 ? [] : [[place, written.map(([name]) => name).sort()]];
  });
  expect(Object.fromEntries(writing)).toEqual(WRITES);
});

test("deploy and drift name no environment: a new one is its files, and no list is edited", () => {
  for (const file of ["deploy", "drift"]) {
    const written = read(`${FOLDER}/${file}.yml`).replaceAll(/^\s*#.*$/gm, "");
    expect(ENVIRONMENT_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(written))).toEqual(
      [],
    );
  }
});

test("every action is pinned by commit, with its version beside it, the same everywhere", () => {
  const lines = files.flatMap((file) => read(file).match(/uses:.*/g) ?? []);
  const pins = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, action = "", pin = ""] =
      /^uses: ([\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
    expect({ line, action }).toEqual({ line, action: expect.stringMatching(/./) });
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  expect([...pins].filter(([, versions]) => versions.size !== 1)).toEqual([]);
});

test("actions are those of GitHub, HashiCorp and AWS", () => {
  const owners = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.split("/")[0]]));
  expect([...new Set(owners)].sort()).toEqual(["actions", "aws-actions", "github", "hashicorp"]);
});

test("no checkout leaves its token behind", () => {
  const kept = steps.filter(
    ({ uses, with: inputs }) =>
      uses?.startsWith("actions/checkout@") && inputs["persist-credentials"] !== false,
  );
  expect(kept.map(({ place }) => place)).toEqual([]);
});

test("nothing is put into a script by GitHub: values come through variables", () => {
  const interpolated = steps.filter(({ run }) => run?.includes("${{"));
  expect(interpolated.map(({ place, run }) => `${place}: ${run}`)).toEqual([]);
});

test("steps are calls of what a laptop can run too", () => {
  const call =
    /^(npm (test|start|run [a-z:-]+)|node scripts\/run\.mjs scripts\/ci\/[a-z-]+\.ts|rm -rf "\$DOCKER_CONFIG")( |$)/;
  const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run.trim()]));
  expect(runs.filter((run) => !call.test(run))).toEqual([]);
  const joined = runs.map((run) => run.replaceAll("\\\n", " "));
  expect(joined.filter((run) => /\n|[;|&]/.test(run))).toEqual([]);
});

test("every script that is called is there, and every script is called", () => {
  const called = steps.flatMap(({ run }) => run?.match(/scripts\/ci\/[a-z-]+\.ts/g) ?? []);
  const there = readdirSync("scripts/ci")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `scripts/ci/${file}`);
  expect([...new Set(called)].sort()).toEqual(there.sort());
});

test("npm scripts that are called are there", () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read("package.json")));
  const called = steps.flatMap(({ run }) => run?.match(/(?<=npm run )[a-z:-]+/g) ?? []);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});

test("whatever has a secret is in a GitHub environment, whose rules say who may run it", () => {
  const without = jobs.filter(
    ({ environment, ...found }) =>
      environment === undefined && /secrets\./.test(JSON.stringify(found)),
  );
  expect(without.map(({ place }) => place)).toEqual([]);
});

test("every secret, variable and environment of the workflows is explained, and no other", () => {
  const page = read("docs/operations/ci.md");
  const text = files.map(read).join("\n");
  const used = (kind: string) => [
    ...new Set(
      [...text.matchAll(new RegExp(`\\b${kind}\\.([A-Z][A-Z0-9_]+)`, "g"))].map(([, n]) => n),
    ),
  ];
  const names = [...used("secrets"), ...used("vars")];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const explained = [...page.matchAll(/^\| `([A-Z][A-Z0-9]*_[A-Z0-9_]+)`/gm)].map(
    ([, name]) => name,
  );
  expect(explained.filter((name) => !names.includes(name))).toEqual([]);
  for (const { environment } of jobs) {
    const name = environment?.replace(/\$\{\{.*\}\}/, "ENV") ?? "ENV";
    expect(page).toContain(`\`${name}\``);
  }
});

test("Terraform has one version in all of them", () => {
  const versions = steps.flatMap(({ with: { terraform_version: version } }) =>
    version === undefined ? [] : [version],
  );
  expect(new Set(versions).size).toBe(1);
});

test("staging is tested in a job of that name, and restored whatever happens", () => {
  const found = jobs.find(({ place }) => place.endsWith(": staging-e2e-autoscale"));
  expect(found).toHaveProperty("name", "staging-e2e-autoscale");
  // A job of its own: what is left of one that was cancelled is ended after five minutes.
  const restore = jobs.find(({ steps: all }) => all.some(({ run }) => run?.includes("restore.ts")));
  expect(restore).toHaveProperty("needs", "staging-e2e-autoscale");
  expect(restore).toHaveProperty(
    "if",
    expect.stringMatching(/^always\(\) && needs\.staging-e2e-autoscale\.result != 'skipped'/),
  );
  expect(restore?.steps.at(-1)).toMatchObject({
    if: "always()",
    run: expect.stringMatching(/pull-secret\.ts staging --application montage-ai --remove$/),
  });
  const limits = found?.steps.map((each) => Number(each["timeout-minutes"] ?? 0)) ?? [];
  const together = limits.reduce((sum, minutes) => sum + minutes, 0);
  expect(together).toBeLessThan(found?.["timeout-minutes"] ?? 0);
});

const linter = actionlint();
const withActionlint = linter === undefined ? test.skip : test;

withActionlint(
  `actionlint has nothing to say${linter === undefined ? " (neither it nor Go is here)" : ""}`,
  () => {
    const [program = "", ...args] = linter ?? [];
    const { stdout, stderr } = spawnSync(program, [...args, "-no-color", ...files], {
      encoding: "utf8",
    });
    expect(stdout + stderr).toBe("");
  },
);

test("what actionlint is told of self-hosted runners is used", () => {
  const { "self-hosted-runner": runner } = z
    .object({ "self-hosted-runner": z.object({ labels: z.array(z.string()) }) })
    .parse(parse(read(".github/actionlint.yaml")));
  const text = files.map(read).join("\n");
  expect(runner.labels.filter((label) => !text.includes(label))).toEqual([]);
  expect(existsSync(".github/actionlint.yaml")).toBe(true);
});
