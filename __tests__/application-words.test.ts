import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { cgpu, liteLlm, montageAi, web, worker, workerHeavy } from "../applications/montage-ai";
import { ENVIRONMENT_NAMES } from "../environments/schema";

/** What every application shares, and environments' own data, which name what they run. */
const FOLDERS = [
  "addons",
  "queues",
  "modules",
  "stacks",
  "rules",
  "inventory",
  "cli",
  "runtime",
  "environments/schema",
  "environments/relations",
  "environments/nodes",
  "environments/files",
];

/** The application's name in any form, and what stands for it alone. */
const NAMES = /montage|cgpu|litellm|scene-detect|jobs:timeline|job_updates/i;

/** Variables that programs of ours, Kubernetes or libraries read under the same name. */
const OF_OTHERS = new Set(["HOME", "PORT", "REDIS_HOST", "REDIS_PORT"]);

/** Variables that the application reads. */
const VARIABLES = [
  ...Object.keys(montageAi.settings),
  ...Object.keys(web.variables),
  ...[worker, workerHeavy].flatMap(({ variables }) => Object.keys(variables)),
  workerHeavy.encoder.variable,
  ...Object.keys({ ...cgpu.settings, ...cgpu.service.variables, ...liteLlm.settings }),
].filter((name) => !OF_OTHERS.has(name));

/** Lines that may name it, each with its reason. */
const EXCEPTIONS: readonly { readonly line: RegExp; readonly reason: string }[] = [
  {
    line: /^modules\/labels\.ts: const PROJECT = "montage-ai";$/,
    reason: "part-of on the platform's objects; another value would roll all of them",
  },
];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|py|sh|mjs)$/.test(name))
    .map((name) => path.join(folder, name));
}

const lines = FOLDERS.flatMap(filesIn).flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .map((line) => `${file}: ${line.trim()}`),
);

test("no file below applications/ knows the application by name", () => {
  expect(lines.length).toBeGreaterThan(10_000);
  const naming = lines
    .filter((line) => NAMES.test(line))
    .filter((text) => !EXCEPTIONS.some(({ line }) => line.test(text)));
  expect(naming).toEqual([]);
});

test("every exception is still there", () => {
  expect(EXCEPTIONS.filter(({ line }) => !lines.some((text) => line.test(text)))).toEqual([]);
});

test("no file below applications/ knows a variable of the application", () => {
  expect(VARIABLES.length).toBeGreaterThan(30);
  const words = new RegExp(`\\b(${[...new Set(VARIABLES)].join("|")})\\b`);
  expect(lines.filter((line) => words.test(line))).toEqual([]);
});

test("the environments are what names it", () => {
  for (const name of ENVIRONMENT_NAMES) {
    expect(readFileSync(`environments/${name}.ts`, "utf8")).toMatch(NAMES);
  }
});
