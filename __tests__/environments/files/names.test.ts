import { rmSync } from "node:fs";
import { environmentName } from "../../../environments/schema/environment-name";
import {
  editEnvironmentFile,
  load,
  otherEnvironments,
  readEnvironmentFile,
  writeEnvironmentFile,
} from "../../support/other-environments";
import { projectFile } from "../../support/other-project";

jest.mock("../../../environments/project", () => jest.requireActual("../../support/other-project"));

beforeEach(otherEnvironments);

function copy(name: string, exported: string): void {
  writeEnvironmentFile(`${name}.ts`, readEnvironmentFile("production.ts"));
  editEnvironmentFile(`${name}.ts`, 'name: "production"', `name: "${name}"`);
  editEnvironmentFile(`${name}.ts`, "export const production:", `export const ${exported}:`);
  editEnvironmentFile(`${name}.ts`, 'name: "fluxibri-production"', `name: "fluxibri-${name}"`);
  editEnvironmentFile(`${name}.ts`, '"montage-ai/production"', `"montage-ai/${name}"`);
  editEnvironmentFile(`${name}.ts`, 'name: "montage-ai-production"', `name: "montage-ai-${name}"`);
  editEnvironmentFile(`${name}.ts`, 'role: "montage-ai-production"', `role: "montage-ai-${name}"`);
  writeEnvironmentFile(`${name}.switches.json`, readEnvironmentFile("production.switches.json"));
}

test("an environment is there when its files are, and those that are protected come last", async () => {
  copy("production-us", "productionUs");
  copy("review", "review");
  editEnvironmentFile("review.ts", "protected: true", "protected: false");
  const all = await load();
  const ordered = ["local", "review", "staging", "production", "production-us"];
  expect(all.issues).toEqual([]);
  expect(all.names.filter((name) => ordered.includes(name))).toEqual(ordered);
  expect(await load("production-us")).toEqual({ names: ["production-us"], issues: [] });
});

test("an environment whose files are gone is unknown", async () => {
  rmSync(projectFile("environments/local.ts"));
  rmSync(projectFile("environments/local.switches.json"));
  const { issues } = await load("local");
  expect(issues).toMatchObject([{ fix: expect.stringMatching(/staging, production/) }]);
});

test.each([
  ["the data", "staging.ts", "is not there"],
  ["the switches", "staging.switches.json", "is not there"],
])("without %s an environment is wrong, not absent", async (_what, file, message) => {
  rmSync(projectFile(`environments/${file}`));
  expect((await load("staging")).issues).toMatchObject([
    { file: `environments/${file}`, message: expect.stringContaining(message) },
  ]);
});

test("an export that is missing is named, with what there is", async () => {
  editEnvironmentFile("staging.ts", "export const staging:", "export const stageing:");
  expect((await load("staging")).issues).toEqual([
    {
      file: "environments/staging.ts",
      path: "staging",
      value: undefined,
      message: "is not exported; stageing is",
      fix: "write export const staging: EnvironmentData = { … }",
    },
  ]);
});

test("the name inside is the name of the file", async () => {
  copy("production-us", "productionUs");
  editEnvironmentFile("production-us.ts", 'name: "production-us"', 'name: "production"');
  expect((await load("production-us")).issues).toMatchObject([
    { file: "environments/production-us.ts", path: "name", value: "production" },
  ]);
});

test.each([
  ["Production_US", "must be a DNS label that begins with a letter"],
  ["2nd", "must be a DNS label that begins with a letter"],
  [`p${"x".repeat(53)}`, "at most 53"],
])("the name %s is refused", async (name, message) => {
  copy(name, name.replace(/^2/, "_2"));
  expect((await load(name)).issues).toContainEqual(
    expect.objectContaining({
      file: `environments/${name}.ts`,
      path: name === "2nd" ? "2nd" : "name",
      message: expect.stringContaining(name === "2nd" ? "is not exported" : message),
    }),
  );
});

test("no environment has the name of the stack that belongs to none", () => {
  expect(environmentName.safeParse("terraform-cloud").success).toBe(false);
});

test("what an environment rehearses has to be another that is there", async () => {
  copy("review", "review");
  editEnvironmentFile(
    "review.ts",
    "protected: true",
    'protected: true, rehearses: ["producton", "review"]',
  );
  expect((await load("review")).issues).toMatchObject([
    { path: "rehearses[0]", fix: expect.stringContaining('use "production"') },
    { path: "rehearses[1]", message: "is this environment itself" },
  ]);
});
