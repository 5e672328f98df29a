import path from "node:path";
import {
  editEnvironmentFile,
  load,
  otherEnvironments,
  readEnvironmentFile,
  writeEnvironmentFile,
} from "../../support/other-environments";

/** The application that all environments run, from their folder. */
const APPLICATION = "../applications/montage-ai";

jest.mock("../../../environments/project", () => jest.requireActual("../../support/other-project"));

beforeEach(otherEnvironments);

/** The line of a file that has a text. */
function lineOf(name: string, text: string): number {
  return (
    readEnvironmentFile(name)
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

test("a syntax error is told with file, line and column, and leaves other environments alone", async () => {
  editEnvironmentFile("staging.ts", "nodeLocalVolumes: false,", "nodeLocalVolumes: = false,");
  expect((await load("staging")).issues).toEqual([
    {
      file: expect.stringMatching(/^environments\/staging\.ts:\d+:23$/),
      path: "",
      value: "nodeLocalVolumes: = false,",
      message: 'is not TypeScript: Unexpected "="',
      fix: "correct the syntax there; npm run types says more",
    },
  ]);
});

test("a syntax error in what environments share names that file", async () => {
  editEnvironmentFile(`${APPLICATION}/web.ts`, "export const web = {", "export const web = {{");
  expect((await load("local")).issues).toMatchObject([
    { file: expect.stringMatching(/^applications\/montage-ai\/web\.ts:\d+:\d+$/) },
  ]);
});

test.each([
  [
    "a file that is not there",
    '"../applications/montage-ai"',
    '"../applications/montage-ay"',
    "imports a file that is not",
  ],
  ["a name that is not exported", "  montageAi,\n", "  montagAi,\n", "which does not export it"],
])("%s is an error of the file that says it", async (_what, from, to, message) => {
  editEnvironmentFile("staging.ts", from, to);
  if (from.includes("montageAi,\n")) {
    editEnvironmentFile("staging.ts", "...montageAi", "...montagAi");
  }
  expect((await load("staging")).issues).toMatchObject([
    { file: "environments/staging.ts", message: expect.stringContaining(message) },
  ]);
});

test("a name that is not defined has its line, and is to be imported", async () => {
  editEnvironmentFile("staging.ts", "...montageAi,", "...montage,");
  expect((await load("staging")).issues).toEqual([
    {
      file: `environments/staging.ts:${lineOf("staging.ts", "...montage,")}`,
      path: "",
      value: "montage",
      message: "is the name of nothing here",
      fix: expect.stringContaining("import { montage } from"),
    },
  ]);
});

test.each([
  [
    `${APPLICATION}/web.ts`,
    "cpuUtilization: 70,",
    "cpuUtilization: 0,",
    "applications[0].web.cpuUtilization",
  ],
  [
    `${APPLICATION}/claims.ts`,
    '{ name: "montage-music", size: "10Gi"',
    '{ name: "montage-music", size: "1"',
    "applications[0].claims[2].size",
  ],
  ["terraform-cloud.ts", '"1.11.4"', '"1.11"', "state.terraformVersion"],
  [
    "production.ts",
    'metricsStorage: { size: "50Gi"',
    'metricsStorage: { size: "1"',
    "platform.metricsStorage.size",
  ],
])("a wrong value names the file that it stands in: %s", async (file, from, to, at) => {
  editEnvironmentFile(file, from, to);
  const issues = (await load("production")).issues;
  expect(issues).toMatchObject([{ file: path.join("environments", file), path: at }]);
});

test("a wrong value that all environments share is told once", async () => {
  editEnvironmentFile(`${APPLICATION}/web.ts`, "cpuUtilization: 70,", "cpuUtilization: 0,");
  expect((await load()).issues).toMatchObject([
    {
      file: "applications/montage-ai/web.ts",
      path: "applications[0].web.cpuUtilization",
      value: 0,
    },
  ]);
});

test("what an environment overrides stands in its own file", async () => {
  editEnvironmentFile(
    "production.ts",
    "replicas: { min: 2, max: 10 },",
    "replicas: { min: 2, max: 10 },\n      port: 0,",
  );
  expect((await load("production")).issues).toMatchObject([
    { file: "environments/production.ts", path: "applications[0].web.port", value: 0 },
  ]);
});

test("what an environment computes of shared values stands in its own file", async () => {
  editEnvironmentFile(
    "production.ts",
    "...web,",
    "...web,\n      port: web.port * 100,\n      scratch: `x${web.scratch}`,",
  );
  expect((await load("production")).issues).toMatchObject([
    { file: "environments/production.ts", path: "applications[0].web.port", value: 808_000 },
    { file: "environments/production.ts", path: "applications[0].web.scratch" },
  ]);
});

test("a part that is missing in what environments share is missed there", async () => {
  editEnvironmentFile(`${APPLICATION}/web.ts`, "cpuUtilization: 70,\n", "");
  editEnvironmentFile(
    `${APPLICATION}/index.ts`,
    "user: { uid: 1000, gid: 1000 },",
    "user: { uid: 1000 },",
  );
  expect((await load("production")).issues).toMatchObject([
    { file: "applications/montage-ai/index.ts", path: "applications[0].user.gid" },
    { file: "environments/production.ts", path: "applications[0].web.cpuUtilization" },
  ]);
});

test.each([
  ["no data", "export const staging: EnvironmentData = undefined;", "", "is missing"],
  ["no cluster", "export const staging: EnvironmentData = {};", "cluster", "is missing"],
])("%s at all is an error like any other", async (_what, text, path, message) => {
  writeEnvironmentFile("staging.ts", text);
  expect((await load("staging")).issues).toContainEqual(
    expect.objectContaining({
      file: "environments/staging.ts",
      path,
      message: expect.stringContaining(message),
    }),
  );
});

test.each([
  ['"keda": true,', '"keda": true,\n    "keda": false,', "keda", '"keda": false,'],
  ['"imageTags":', '"images": "ghcr",\n  "imageTags":', "images", '"images": "ghcr",'],
])(
  "a key that stands twice in the switches is refused with its line",
  async (from, to, path, value) => {
    editEnvironmentFile("staging.switches.json", from, to);
    const file = `environments/staging.switches.json:${lineOf("staging.switches.json", value)}`;
    expect((await load("staging")).issues).toEqual([
      expect.objectContaining({
        file,
        path,
        value,
        message: expect.stringContaining("stands there twice"),
      }),
    ]);
  },
);

test("a syntax error in the switches is told with its line", async () => {
  editEnvironmentFile("staging.switches.json", '"chartMirror": null,', '"chartMirror": null');
  expect((await load("staging")).issues).toEqual([
    expect.objectContaining({
      file: `environments/staging.switches.json:${lineOf("staging.switches.json", '"chartVersions"')}`,
      // Where the parser stopped, which is behind the comma that is missing.
      value: '"chartVersions": {},',
      message: expect.stringContaining("is not JSON"),
    }),
  ]);
});
