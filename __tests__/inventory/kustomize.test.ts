import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { kubectlKustomize } from "../../inventory/manifests/build";

const PATH = process.env.PATH;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kustomize-"));
  process.env.PATH = folder;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

function kubectl(script: string): void {
  writeFileSync(path.join(folder, "kubectl"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, "kubectl"), 0o755);
}

describe("kubectl kustomize", () => {
  test("gives its output, and has no way to the network", () => {
    kubectl('echo "$* $HTTPS_PROXY $GIT_ALLOW_PROTOCOL"');
    expect(kubectlKustomize("overlay")).toEqual({
      yaml: "kustomize overlay http://127.0.0.1:9 file\n",
    });
  });

  test("gives the reason, without the warnings and the log's header", () => {
    kubectl(
      `echo '# Warning: old' >&2; echo 'E1124 run.go:72] "command failed" err="no base"' >&2; exit 1`,
    );
    expect(kubectlKustomize("overlay")).toEqual({ failure: "no base" });
  });

  test("gives the first line of a reason of several", () => {
    kubectl(
      `printf 'E1125 run.go:72] "command failed" err=<\\n\\tno such host\\n\\t: exit status 128\\n >\\n' >&2; exit 1`,
    );
    expect(kubectlKustomize("overlay")).toEqual({ failure: "no such host" });
  });

  test("is a failure where kubectl is not there", () => {
    expect(kubectlKustomize("overlay")).toEqual({ failure: "kubectl is not there" });
  });
});
