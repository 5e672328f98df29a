import { spawnSync } from "node:child_process";

/** Runs a burst on a testbed that is not there, as a person would. */
const burstOf = (...options: readonly string[]) =>
  spawnSync(
    process.execPath,
    ["scripts/run.mjs", "cli/local/index.ts", "burst", "--name", "not-there", ...options],
    { encoding: "utf8" },
  );

test("an application that local does not run is refused, whether or not there is a testbed", () => {
  const { status, stderr } = burstOf("--application", "nope");
  expect(stderr).toContain("--application");
  expect(stderr).toContain("local runs no application of this name");
  expect(status).toBe(2);
});

test("without a testbed it says how to start one, and not to end what is not there", () => {
  const { status, stderr } = burstOf();
  expect(stderr).toContain(
    "there is no testbed not-there\nfix: npm run local -- --name not-there\n",
  );
  expect(status).toBe(1);
});
