import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { archive } from "../../../cli/tfc-run/archive";

const withTar = spawnSync("tar", ["--version"]).status === 0 ? test : test.skip;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fluxibri-archive-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function unpack(packed: Buffer, ...args: readonly string[]): string {
  return spawnSync("tar", [...args], { input: packed, encoding: "utf8" }).stdout;
}

withTar("a configuration is the stack and its lock file, and nothing else of the folder", () => {
  writeFileSync(path.join(folder, "cdk.tf.json"), "{}");
  writeFileSync(path.join(folder, ".terraform.lock.hcl"), "# locked");
  writeFileSync(path.join(folder, "terraform.tfstate"), "secret");
  mkdirSync(path.join(folder, ".terraform"));
  expect(unpack(archive(folder), "-tzf", "-").split("\n").filter(Boolean).sort()).toEqual([
    ".terraform.lock.hcl",
    "cdk.tf.json",
  ]);
});

withTar("the server sets the backend: the cloud block is left out, all else stays", () => {
  const stack = {
    terraform: { cloud: { organization: "o" }, required_version: ">= 1.10.0" },
    output: { x: { value: 1 } },
  };
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
  expect(JSON.parse(unpack(archive(folder), "-xzOf", "-", "cdk.tf.json"))).toEqual({
    terraform: { required_version: ">= 1.10.0" },
    output: { x: { value: 1 } },
  });
});
