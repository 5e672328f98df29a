import { spawnSync } from "node:child_process";
import { projectFile } from "../../environments/project";

const TESTS = "__tests__/modules/image-probe/test_probe_images.py";
const found = spawnSync("python3", ["--version"], { encoding: "utf8" });
const withPython = found.status === 0 ? test : test.skip;

withPython(
  "the program's own tests pass, against a registry and a GitHub of their own (skipped where there is no python3)",
  () => {
    const { status, stderr } = spawnSync("python3", [projectFile(TESTS)], { encoding: "utf8" });
    expect(stderr).toMatch(/Ran [1-9]\d* tests/);
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  },
  120_000,
);
