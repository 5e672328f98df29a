import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readSwitchesFile } from "../../../cli/switches/switches-file";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { APP } from "../../../scripts/ci/lib/app";
import { runCiHere } from "../../support/run-here";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

const systemPath = process.env["PATH"] ?? "";
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
const inFolder = (name: string) => path.join(folder, name);

test("the app is pinned by a whole commit", () => {
  expect(APP.commit).toMatch(/^[0-9a-f]{40}$/);
});

test.each(ENVIRONMENT_NAMES)("%s runs the commit that is tested and built", (name) => {
  const [tag = ""] = readSwitchesFile(name).switches.imageTags["montage-ai"]?.split("@") ?? [];
  expect(APP.commit).toMatch(new RegExp(`^${tag}`));
});

describe("app-source.ts", () => {
  const git = (...args: readonly string[]) =>
    execFileSync(
      "git",
      ["-C", inFolder("app"), "-c", "user.name=t", "-c", "user.email=t@t", ...args],
      {
        encoding: "utf8",
      },
    ).trim();

  test("brings one commit of the app, and tells its tag", async () => {
    mkdirSync(inFolder("app"));
    git("init", "--quiet", "--initial-branch=main");
    writeFileSync(inFolder("app/file"), "one");
    git("add", "file");
    git("commit", "--quiet", "-m", "one");
    const commit = git("rev-parse", "HEAD");
    const outputs = inFolder("outputs");
    const args = [inFolder("copy"), "--ref", "main", "--repository", inFolder("app")];
    expect(await runCiHere("app-source", args, { GITHUB_OUTPUT: outputs })).toMatchObject({
      status: 0,
    });
    expect(readFileSync(inFolder("copy/file"), "utf8")).toBe("one");
    expect(readFileSync(outputs, "utf8")).toBe(`commit=${commit}\ntag=${commit.slice(0, 7)}\n`);
    const again = await runCiHere("app-source", args);
    expect(again).toMatchObject({ status: 0, stdout: `${commit}\n` });
  });

  test("takes no option of git for a ref", async () => {
    const args = [inFolder("copy"), "--ref=--upload-pack=x"];
    expect(await runCiHere("app-source", args)).toMatchObject({ status: 2 });
  });
});

describe("registry-login.ts", () => {
  test("adds credentials to docker's auth file, which only its owner reads", async () => {
    const file = inFolder("config.json");
    writeFileSync(file, JSON.stringify({ auths: { other: { auth: "x" } }, credsStore: "s" }));
    const env = {
      DOCKER_CONFIG: folder,
      REGISTRY_USERNAME: "u",
      REGISTRY_PASSWORD: "from-the-test",
    };
    const { status, stdout, stderr } = await runCiHere("registry-login", ["127.0.0.1:5000"], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toContain("from-the-test");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      credsStore: "s",
      auths: { other: { auth: "x" }, "127.0.0.1:5000": { auth: btoa("u:from-the-test") } },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("says which variable is missing", async () => {
    const { status, stderr } = await runCiHere("registry-login", ["ghcr.io"], {
      DOCKER_CONFIG: folder,
      REGISTRY_USERNAME: "u",
      REGISTRY_PASSWORD: "",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("REGISTRY_PASSWORD");
  });
});

describe("build-image.ts", () => {
  const DIGEST = `sha256:${"b".repeat(64)}`;
  /** A docker that notes what it is asked, and leaves the digest of what it "pushed". */
  const DOCKER = `echo "$@" >> "$(dirname "$0")/docker.log"
for argument in "$@"; do case "$argument" in --metadata-file=*)
  echo '{"containerimage.digest":"${DIGEST}"}' > "\${argument#--metadata-file=}";; esac; done
case "$*" in
  *"redis-cli -p 6379 ping") echo PONG;;
  *"import montage_ai.worker"*) echo "$ANSWER_TO_IMPORT"; test -z "$ANSWER_TO_IMPORT";;
esac`;
  const build = (...args: readonly string[]) => {
    writeProgram(folder, "docker", DOCKER);
    writeProgram(
      folder,
      "kubectl",
      'echo "$@" > "$(dirname "$0")/kubectl.log"; echo "Forwarding from 127.0.0.1:5000 -> 5000"; exec sleep 60',
    );
    return runCiHere(
      "build-image",
      ["staging", "--application", "montage-ai", "--source", folder, "--tag", "1a2b3c4", ...args],
      {
        PATH: `${folder}:${systemPath}`,
        GITHUB_OUTPUT: inFolder("outputs"),
        ANSWER_TO_IMPORT: answerToImport,
      },
    );
  };
  let answerToImport = "";
  afterEach(() => {
    answerToImport = "";
  });

  test("gives out no version of an image that does not start", async () => {
    answerToImport = "ModuleNotFoundError: No module named 'src'";
    const { status, stdout, stderr } = await build("--to", "ghcr");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("No module named 'src'");
    expect(existsSync(inFolder("outputs"))).toBe(false);
  });

  test("starts what it pushed, by digest, before it gives out the version", async () => {
    expect(await build("--to", "ghcr")).toMatchObject({ status: 0 });
    const log = readFileSync(inFolder("docker.log"), "utf8");
    expect(log).toContain(`pull ghcr.io/mfahsold/montage-ai@${DIGEST}`);
    expect(log).toContain("import montage_ai.web_ui.app");
    expect(log).toContain("-m montage_ai.worker");
  });

  test("builds for every architecture of staging and pushes to GHCR", async () => {
    expect(await build("--to", "ghcr")).toMatchObject({
      status: 0,
      stdout: `1a2b3c4@${DIGEST}\n`,
    });
    const [, command] = readFileSync(inFolder("docker.log"), "utf8").trim().split("\n");
    expect(command).toContain("--platform=linux/amd64,linux/arm64");
    expect(command).toContain("name=ghcr.io/mfahsold/montage-ai:1a2b3c4,push=true ");
    expect(readFileSync(inFolder("outputs"), "utf8")).toBe(`version=1a2b3c4@${DIGEST}\n`);
    expect(existsSync(inFolder("kubectl.log"))).toBe(false);
  });

  test("reaches the cluster's registry through a port-forward that it ends", async () => {
    expect(await build("--to", "registry")).toMatchObject({ status: 0 });
    expect(readFileSync(inFolder("kubectl.log"), "utf8")).toContain(
      "--context fluxibri-staging --namespace=registry port-forward",
    );
    expect(readFileSync(inFolder("docker.log"), "utf8")).toContain(
      "name=127.0.0.1:5000/montage-ai:1a2b3c4,push=true,registry.insecure=true",
    );
  });

  test.each([
    ["--to", "nowhere"],
    ["--to", "ghcr", "--tag", "latest"],
  ])("refuses %s %s", async (...args) => {
    expect(await build(...args)).toMatchObject({ status: 2 });
  });
});

describe("pull-secret.ts", () => {
  const CONFIG = JSON.stringify({ auths: { "ghcr.io": { auth: "from-the-test" } } });
  const secret = (args: readonly string[], found: object | undefined, given = CONFIG) => {
    writeFileSync(inFolder("found"), found === undefined ? "" : JSON.stringify(found));
    writeProgram(
      folder,
      "kubectl",
      `here=$(dirname "$0"); echo "$@" >> $here/log
case "$*" in *" get "*) cat $here/found;; *apply*) cat > $here/applied;; esac`,
    );
    return runCiHere("pull-secret", ["staging", "--application", "montage-ai", ...args], {
      PATH: `${folder}:${systemPath}`,
      IMAGE_PULL_SECRET: given,
    });
  };
  const ours = { metadata: { labels: { "app.kubernetes.io/managed-by": "fluxibri-ci" } } };
  const operators = { metadata: { ownerReferences: [{ kind: "ExternalSecret" }] } };
  const log = () => readFileSync(inFolder("log"), "utf8");

  test.each([
    ["plain", CONFIG],
    ["in base64", btoa(CONFIG)],
  ])(
    "writes a configuration given %s by standard input, and prints nothing of it",
    async (_form, given) => {
      const { status, stdout, stderr } = await secret([], undefined, given);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(JSON.parse(readFileSync(inFolder("applied"), "utf8"))).toMatchObject({
        metadata: { name: "ghcr-pull", namespace: "montage-ai" },
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": CONFIG },
      });
      expect(stdout + log()).not.toContain("from-the-test");
    },
  );

  test("leaves the Secret to External Secrets where that keeps it", async () => {
    expect(await secret([], operators)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("kept by External Secrets"),
    });
    expect(log()).not.toContain("apply");
  });

  test("refuses to write over what somebody made by hand", async () => {
    expect(await secret([], { metadata: {} })).toMatchObject({ status: 1 });
    expect(log()).not.toContain("apply");
  });

  test("removes what it made, and nothing else", async () => {
    expect(await secret(["--remove"], operators)).toMatchObject({ status: 0 });
    expect(log()).not.toContain("delete");
    expect(await secret(["--remove"], ours)).toMatchObject({ status: 0 });
    expect(log()).toContain("delete secret ghcr-pull");
  });

  test("shows nothing of a configuration that is none", async () => {
    const { status, stderr } = await secret([], undefined, '{"auths":{"docker.io":{"auth":"s3"}}}');
    expect(status).toBe(2);
    expect(stderr).toContain("ghcr.io");
    expect(stderr).not.toContain("s3");
  });
});
