import { readdirSync } from "node:fs";
import { runHere } from "../../support/run-here";
import { runScript } from "../../support/run-script";

const scripts = readdirSync("scripts/ci").filter((file) => file.endsWith(".ts"));

test.each(scripts)("%s answers --help with its usage and exit status 0", async (script) => {
  const { status, stderr, stdout } = await runScript(`scripts/ci/${script}`, ["--help"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^use: /);
  expect(stdout).toContain(`node scripts/run.mjs scripts/ci/${script}`);
});

test.each(scripts)("%s names an option that it does not know, with its usage", async (script) => {
  const { status, stderr, stdout } = await runHere(`scripts/ci/${script}`, ["--bogus"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("--bogus");
  expect(stderr).toContain(`node scripts/run.mjs scripts/ci/${script}`);
  expect(stderr).not.toMatch(/^\s+at /m);
});
