import { readFileSync } from "node:fs";
import path from "node:path";
import { platformsOf } from "../../../scripts/ci/lib/platforms";
import { runHere } from "../../support/run-here";
import { specOf } from "../../support/synth";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

test("an image is built for every architecture of an environment's nodes", () => {
  expect(platformsOf(specOf("staging").cluster)).toEqual(["linux/amd64", "linux/arm64"]);
  expect(platformsOf(specOf("production").cluster)).toEqual(["linux/amd64"]);
  expect(platformsOf(specOf("local").cluster)).toEqual(["linux/amd64"]);
});

test("a plan on a machine without Terraform fails with the reason that npm run plan gives", async () => {
  const PATH = temporaryFolder();
  const markdown = path.join(PATH, "plan.md");
  const args = ["staging", "--markdown", markdown];
  const { status, stderr } = await runHere("scripts/ci/plan.ts", args, { PATH });
  expect(status).toBe(1);
  expect(stderr).toMatch(/terraform/i);
  expect(readFileSync(markdown, "utf8")).toMatch(
    /^## staging: not planned\n\n```text\nterraform cannot be run[^]*fix: install Terraform/,
  );
});

test("drift of production looks into the cluster that the data names", async () => {
  const folder = temporaryFolder();
  const log = path.join(folder, "log");
  writeProgram(folder, "aws", `echo "$@" > ${log}; exit 255`);
  const { status, stderr } = await runHere("scripts/ci/drift.ts", ["production"], {
    PATH: `${folder}:/bin:/usr/bin`,
  });
  expect(status).toBe(1);
  expect(stderr).toContain("--context");
  expect(readFileSync(log, "utf8")).toMatch(
    /^eks update-kubeconfig --name=\S+ --region=\S+ --alias=fluxibri-production$/m,
  );
});

test("a program that is missing is named, without a stack trace", async () => {
  const { status, stderr } = await runHere("scripts/ci/drift.ts", ["production"], {
    PATH: temporaryFolder(),
  });
  expect(status).toBe(1);
  expect(stderr).toContain("install aws");
  expect(stderr).not.toContain("    at ");
});
