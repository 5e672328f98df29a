import { spawnSync } from "node:child_process";
import { projectFile } from "../../environments/project";

const TESTS = "__tests__/modules/deletion-cost/test_keep_deletion_cost.py";
const found = spawnSync("python3", ["--version"], { encoding: "utf8" });
const withPython = found.status === 0 ? test : test.skip;

withPython(
  "the program's own tests pass (skipped where there is no python3)",
  () => {
    const { status, stderr } = spawnSync("python3", [projectFile(TESTS)], { encoding: "utf8" });
    expect(stderr).toMatch(/Ran [1-9]\d* tests/);
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  },
  60_000,
);
