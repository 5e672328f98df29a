import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCluster } from "../../inventory/cluster";
import { kubectlGet } from "../../runtime/kubectl";

const PATH = process.env.PATH;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kubectl-"));
  process.env.PATH = `${folder}:${PATH ?? ""}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** kubectl asks for a name and a password where a kubeconfig has no credentials, and waits for the answer. */
function kubectlThatAsks(): void {
  const script =
    'printf "Please enter Username: "\ncat > /dev/null\necho "error: You must be logged in to the server (Unauthorized)" >&2\nexit 1\n';
  writeFileSync(path.join(folder, "kubectl"), `#!/bin/sh\n${script}`);
  chmodSync(path.join(folder, "kubectl"), 0o755);
}

const ACCESS = { kubeconfig: undefined, context: "c" };

test("a kubectl that asks for credentials gets no answer and ends, whatever standard input is", async () => {
  kubectlThatAsks();
  const answer = await kubectlGet(ACCESS)("/apis");
  expect(answer).toEqual({ failure: expect.stringContaining("You must be logged in") });
}, 10_000);

test("a cluster of such a kubeconfig is an error at once, and no hanging check", async () => {
  kubectlThatAsks();
  await expect(readCluster(ACCESS)).rejects.toThrow(
    "the cluster does not answer: error: You must be logged in to the server (Unauthorized)",
  );
}, 10_000);
