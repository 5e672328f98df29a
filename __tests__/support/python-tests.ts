import { spawnSync } from "node:child_process";
import { projectFile } from "../../environments/project";

const found = spawnSync("python3", ["--version"], { encoding: "utf8" });
/** A test that runs a program of ours. */
export const withPython = found.status === 0 ? test : test.skip;

/** Runs a program's own tests, which are Python; skipped where there is no python3. */
export function pythonTests(file: string): void {
  withPython(
    "the program's own tests pass (skipped where there is no python3)",
    () => {
      const { status, stderr } = spawnSync("python3", [projectFile(file)], { encoding: "utf8" });
      expect(stderr).toMatch(/Ran [1-9]\d* tests/);
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    },
    60_000,
  );
}
