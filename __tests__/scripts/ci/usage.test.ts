import { readdirSync } from "node:fs";
import { runScript } from "../../support/run-script";

const scripts = readdirSync("scripts/ci").filter((file) => file.endsWith(".ts"));

test.each(scripts)("%s answers --help with its usage and exit status 2", async (script) => {
  const { status, stderr, stdout } = await runScript(`scripts/ci/${script}`, ["--help"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(`node scripts/run.mjs scripts/ci/${script}`);
});
