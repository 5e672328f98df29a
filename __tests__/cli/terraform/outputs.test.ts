import { writeFileSync } from "node:fs";
import path from "node:path";
import { Terraform } from "../../../runtime/terraform/terraform";
import { temporaryFolder } from "../../support/temporary-folder";

/** Terraform in whose place a program says what Terraform was heard to say. */
function saying(words: { readonly stdout?: string; readonly stderr?: string }, status: number) {
  const folder = temporaryFolder();
  const program = path.join(folder, "terraform");
  const lines = [
    `#!${process.execPath}`,
    `process.stdout.write(${JSON.stringify(words.stdout ?? "")});`,
    `process.stderr.write(${JSON.stringify(words.stderr ?? "")});`,
    `process.exitCode = ${status};`,
  ];
  writeFileSync(program, lines.join("\n"), { mode: 0o755 });
  return new Terraform({
    binary: { program, product: "terraform", version: "1.11.4" },
    environment: "staging",
    stack: "staging-storage",
    folder,
    logs: folder,
    env: process.env,
  });
}

test("a workspace of Terraform Cloud that was never applied has no outputs", async () => {
  const stderr = "\nError: could not read state version outputs: resource not found\n\n\n";
  await expect(saying({ stderr }, 1).outputs()).resolves.toEqual({});
});

test("outputs are what Terraform prints", async () => {
  const stdout = '{"class":{"value":"montage-nfs"}}';
  await expect(saying({ stdout }, 0).outputs()).resolves.toEqual({
    class: { value: "montage-nfs" },
  });
});

test("any other error is one", async () => {
  const stderr = "\nError: could not read state version outputs: unauthorized\n\n\n";
  await expect(saying({ stderr }, 1).outputs()).rejects.toThrow("staging-storage: output failed");
});
