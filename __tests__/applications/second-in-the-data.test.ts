import { cpSync } from "node:fs";
import { ProjectCopy } from "../support/project-copy";

jest.setTimeout(600_000);

const TAG = `1a2b3c4@sha256:${"0".repeat(64)}`;
const GHCR =
  '{ kind: "ghcr", repository: "ghcr.io/acme/thumbnails", pullSecretName: "thumbnails-pull" }';
/** What each environment says of it: staging rehearses production, which keeps Redis' data. */
const ENVIRONMENTS = {
  local: "thumbnails",
  staging: `{ ...thumbnails, images: { ...thumbnails.images, ghcr: ${GHCR} } }`,
  production: `{
      ...thumbnails,
      images: { ghcr: ${GHCR} },
      redis: { ...thumbnails.redis, persistence: { size: "5Gi", className: "gp3" } },
    }`,
};
const REASON = 'reason: "as of the other applications"';

/** A few that read the real environments, of each kind: stacks, files, commands; the rules are run by npm start. */
const TESTS = [
  "environments/validate",
  "environments/files/faults",
  "stacks/application-stack",
  "stacks/secrets-stack",
  "modules/platform-policies",
  "modules/addons",
  "cli/rollback/wanted-switches",
  "cli/migrate-claims/migrate",
];

/** Adds the example of docs/add-an-application.md to every environment, as a person would. */
function withThumbnails(): ProjectCopy {
  const project = new ProjectCopy();
  project.write(
    "applications/thumbnails.ts",
    project
      .read("applications/examples/thumbnails.ts")
      .replace("../../environments/schema", "../environments/schema"),
  );
  for (const [name, application] of Object.entries(ENVIRONMENTS)) {
    const file = `environments/${name}.ts`;
    const text = project.read(file);
    // The list of applications is the last one of a data file.
    const end = text.lastIndexOf("\n  ],\n");
    project.write(file, `${text.slice(0, end)}\n    ${application},${text.slice(end)}`);
    project.edit(file, [
      'import type { EnvironmentData } from "./schema";',
      'import { thumbnails } from "../applications/thumbnails";\nimport type { EnvironmentData } from "./schema";',
    ]);
    const switches = `environments/${name}.switches.json`;
    project.edit(switches, ['"imageTags": {', `"imageTags": {\n    "thumbnails": "${TAG}",`]);
  }
  project.edit("environments/parity.ts", [
    '  { path: "platform.highAvailability"',
    `  { path: "applications[thumbnails].images.registry", ${REASON} },
  { path: "applications[thumbnails].redis.persistence", ${REASON} },
  { path: "platform.highAvailability"`,
  ]);
  return project;
}

// Tests took the only application, and adding the very example of the documentation failed them.
test("with a second application in every environment all rules and the tests hold", () => {
  const project = withThumbnails();
  const started = project.run("cli/start/index.ts", "--json");
  expect({ status: started.status, stderr: started.stderr }).toEqual({ status: 0, stderr: "" });
  for (const name of Object.keys(ENVIRONMENTS)) {
    expect(project.read(`cdktf.out/stacks/${name}-thumbnails/cdk.tf.json`)).toContain(
      `thumbnails:${TAG}`,
    );
  }
  cpSync("__tests__", `${project.folder}/__tests__`, { recursive: true });
  cpSync("jest.config.mjs", `${project.folder}/jest.config.mjs`);
  const { status, stderr } = project.node(
    "node_modules/jest/bin/jest.js",
    "--silent",
    // One worker compiles what they share once.
    "--runInBand",
    "--runTestsByPath",
    ...TESTS.map((name) => `__tests__/${name}.test.ts`),
  );
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
});
