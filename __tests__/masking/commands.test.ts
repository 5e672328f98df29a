import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PLANTED, shapeless } from "../support/planted-secrets";
import { ProjectCopy } from "../support/project-copy";
import { runScript } from "../support/run-script";
import { temporaryFolder } from "../support/temporary-folder";

const COMMANDS = readdirSync("cli").filter((name) => existsSync(`cli/${name}/index.ts`));

/** For commands that act on one application. */
const MONTAGE_AI = ["--application", "montage-ai"] as const;

/** With which a command comes as far as its data, and then to the programs that it runs. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  check: ["staging"],
  deploy: ["local", "--yes", "--json"],
  doctor: ["staging", "--json"],
  drift: ["staging", "--json"],
  local: ["burst", ...MONTAGE_AI, "--json"],
  "migrate-claims": ["staging", ...MONTAGE_AI, "--status", "--json"],
  mirror: ["staging", ...MONTAGE_AI, "--to", "127.0.0.1:1", "--json"],
  "new-environment": ["staging", "--from", "production"],
  plan: ["local", "--json"],
  policy: ["production"],
  "replace-pool": ["production", "cpu", "--by", "gpu", "--json"],
  report: ["local", "--json"],
  rollback: ["local", ...MONTAGE_AI, "--image-tag", "abc1234", "--json"],
  simulate: ["local", "--json"],
  start: ["local", "--json"],
  "tfc-run": ["staging", "--json"],
  "try-image": ["staging", ...MONTAGE_AI, "--tag", "abc1234"],
};

test("every command is tried here", () => {
  expect(Object.keys(ARGUMENTS).toSorted()).toEqual(COMMANDS.toSorted());
});

/** Programs that other commands run: they answer what they are, and then fail with words full of secrets. */
const secret = shapeless();
const body = randomBytes(48).toString("base64");
const SAID = [
  ...Object.values(PLANTED),
  `DB_PASSWORD=${secret}`,
  `Get "https://ci:${secret}@charts.example.com/index.yaml": 401 Unauthorized`,
  `redis.exceptions.ConnectionError: redis://:${secret}@redis:6379/0`,
  `{"auths":{"ghcr.io":{"auth":"${Buffer.from(`ci:${secret}`).toString("base64")}"}}}`,
  `users:\n- user:\n    token: ${secret}`,
  `Error: exit\n\n  with kubernetes_secret_v1.a,\n  password = "${secret}"\n`,
  `-----BEGIN ${"PRIVATE KEY"}-----\n${body}\n${body}\n-----END PRIVATE KEY-----`,
];
const HIDDEN = [
  ...Object.values(PLANTED),
  secret,
  Buffer.from(`ci:${secret}`).toString("base64"),
  body,
];
const programs = temporaryFolder();
const PROGRAM = `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0] === "version" || args[0] === "--version" || args[0] === "info") {
console.log(args[1] === "-json" ? '{"terraform_version":"1.11.4"}' : "Terraform v1.11.4");
process.exit(0);
}
const text = ${JSON.stringify(`\n${SAID.join("\n")}\n`)};
console.log(text);
console.error(text);
process.exit(1);
`;
for (const name of ["kubectl", "terraform", "docker", "skopeo", "crane", "aws"]) {
  writeFileSync(path.join(programs, name), PROGRAM);
  chmodSync(path.join(programs, name), 0o755);
}
const PATH = `${programs}${path.delimiter}${process.env["PATH"] ?? ""}`;

describe("a chart mirror with user and password", () => {
  test.each(COMMANDS)(
    "is refused by %s by name, and nothing of the two is said",
    async (command) => {
      const [user, password] = [shapeless(), `${shapeless()} @/x`];
      const { status, stdout, stderr } = await runScript(
        `cli/${command}/index.ts`,
        ARGUMENTS[command] ?? [],
        {
          CHART_MIRROR: `https://${user}:${password}@charts.example.com/x`,
          KUBECONFIG: "/nonexistent",
          PATH,
        },
      );
      const said = `${stdout}\n${stderr}`;
      expect(said).not.toContain(user);
      expect(said).not.toContain(password.slice(0, 8));
      // These say what is wrong before they read the data, or read none of it.
      if (["local", "migrate-claims", "new-environment", "replace-pool"].includes(command)) return;
      expect(stderr).toContain("environment variable CHART_MIRROR");
      expect(stderr).toContain("https://(masked)@charts.example.com/x");
      expect(status).toBe(["plan", "drift", "tfc-run"].includes(command) ? 1 : 2);
    },
  );
});

describe("a file that is refused", () => {
  test.each([
    ["deploy", ["local", "--unlock-releases", "--yes"], 2],
    ["migrate-claims", ["staging", ...MONTAGE_AI, "--status"], 2],
    ["replace-pool", ["production", "gpu", "--by", "gpu-mig"], 2],
  ] as const)(
    "as a kubeconfig by %s is named, and nothing of it is quoted",
    async (command, args, expected) => {
      const token = shapeless();
      const file = path.join(temporaryFolder(), "kubeconfig");
      writeFileSync(file, `users:\n- name: a\n  user:\n    token: "${token}\n  x: [\n`);
      const given = command === "deploy" ? [] : ["--kubeconfig", file, "--context", "lab"];
      const { status, stdout, stderr } = await runScript(
        `cli/${command}/index.ts`,
        [...args, ...given],
        {
          KUBECONFIG: file,
          PATH,
        },
      );
      expect(`${stdout}${stderr}`).not.toContain(token);
      // A file that Terraform is given is named in full, another as from here.
      const names = [file, path.relative(".", file)].map((name) => stderr.includes(`${name}\n`));
      expect(names).toContain(true);
      expect(stderr).toContain("is no YAML");
      expect(status).toBe(expected);
    },
  );

  test("as certificates of Terraform Cloud's server is named by its variable", async () => {
    const { status, stderr } = await runScript("cli/tfc-run/index.ts", ["staging"], {
      SSL_CERT_FILE: "/nonexistent",
      TF_TOKEN_app_terraform_io: shapeless(),
    });
    expect(stderr).toContain("environment variable SSL_CERT_FILE");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  });
});

describe("programs that say secrets", () => {
  let copy: ProjectCopy;
  beforeAll(() => {
    copy = new ProjectCopy();
  });

  /** As a person would, with credentials in variables as the pipeline has them. */
  function run(program: string, args: readonly string[]) {
    return spawnSync(process.execPath, ["scripts/run.mjs", program, ...args], {
      // These write nothing, and here they are built already.
      cwd: /^cli\/(check|doctor|mirror|try-image)\//.test(program) ? "." : copy.folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH,
        CHART_MIRROR: "",
        KUBECONFIG: "",
        KUBE_CONTEXT: "",
        GITHUB_TOKEN: secret,
        VAULT_TOKEN: `${secret}-vault`,
        TF_TOKEN_app_terraform_io: `${secret}.tfc`,
        // The state's server is not asked: nothing listens there.
        HTTPS_PROXY: "http://127.0.0.1:9",
        GITHUB_STEP_SUMMARY: path.join(copy.folder, "summary.md"),
      },
    });
  }

  /** Commands, with what shows that they came to such a program, and its words to them. */
  test.each([
    ["check", ["--cluster", "--context", "lab", "--json"], false],
    ["check", ["--cluster", "--context", "lab", "--sarif", "-"], false],
    ["doctor", ["--context", "lab"], false],
    ["doctor", ["--context", "lab", "--json"], true],
    ["drift", ["staging", "--context", "lab"], false],
    ["drift", ["staging", "--context", "lab", "--json"], true],
    ["plan", ["local"], false],
    ["plan", ["local", "--json"], true],
    ["deploy", ["local", "--yes"], false],
    ["deploy", ["local", "--yes", "--json"], true],
    ["mirror", ["staging", ...MONTAGE_AI, "--to", "127.0.0.1:1"], false],
    ["mirror", ["staging", ...MONTAGE_AI, "--to", "127.0.0.1:1", "--json"], true],
    ["try-image", ["staging", ...MONTAGE_AI, "--tag", "abc1234"], false],
    ["try-image", ["staging", ...MONTAGE_AI, "--tag", "abc1234", "--json"], true],
  ] as const)("are quoted by %s %j without them", (command, args, json) => {
    const { stdout, stderr } = run(`cli/${command}/index.ts`, args);
    for (const hidden of HIDDEN) expect(`${stdout}\n${stderr}`).not.toContain(hidden);
    expect(`${stdout}\n${stderr}`).toContain("(masked)");
    if (json && stdout !== "") expect(() => void JSON.parse(stdout)).not.toThrow();
  });

  test("leave none in a file that a command keeps", () => {
    run("cli/plan/index.ts", ["local", "--json"]);
    const kept = filesIn(path.join(copy.folder, ".plans"));
    expect(kept.map((file) => path.extname(file))).toContain(".log");
    for (const file of kept) {
      for (const hidden of HIDDEN) expect(readFileSync(file, "utf8")).not.toContain(hidden);
    }
  });

  test("leave none in the summary of a job", () => {
    const { stdout, stderr } = run("scripts/ci/plan.ts", ["local"]);
    const summary = readFileSync(path.join(copy.folder, "summary.md"), "utf8");
    expect(summary).toContain("(masked)");
    for (const hidden of HIDDEN) expect(`${stdout}\n${stderr}\n${summary}`).not.toContain(hidden);
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
