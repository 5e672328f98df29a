import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FakeGitHub } from "../../support/fake-github";
import { PLANTED, shapeless } from "../../support/planted-secrets";
import { runHere } from "../../support/run-here";
import { temporaryFolder } from "../../support/temporary-folder";

let github: FakeGitHub;
let folder: string;
beforeEach(async () => {
  github = await FakeGitHub.start();
  folder = temporaryFolder();
});
afterEach(() => github.stop());

const file = (name: string, content: string) => {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
};

describe("comment.ts", () => {
  const MARKER = "<!-- fluxibri-core: plan-staging -->";
  const comment = () =>
    runHere(
      "scripts/ci/comment.ts",
      [file("plan.md", "## Plan"), "--pull-request", "7", "--topic", "plan-staging"],
      github.env,
    );

  test("writes one comment, with a marker that nobody sees", async () => {
    github.answer("GET /repos/o/r/issues/7/comments", [{ id: 1, body: "nice", html_url: "u1" }]);
    github.answer("POST /repos/o/r/issues/7/comments", { id: 2, body: "", html_url: "u2" });
    expect(await comment()).toMatchObject({ status: 0, stdout: "written: u2\n" });
    const { body, authorization } = github.calls.at(-1) ?? {};
    expect(JSON.parse(body ?? "")).toEqual({ body: `${MARKER}\n## Plan` });
    expect(authorization).toBe("Bearer from-the-test");
  });

  test("writes over the one of an earlier run", async () => {
    const before = { id: 5, body: `${MARKER}\nold`, html_url: "u5" };
    github.answer("GET /repos/o/r/issues/7/comments", [before]);
    github.answer("PATCH /repos/o/r/issues/comments/5", before);
    expect(await comment()).toMatchObject({ status: 0, stdout: "written over: u5\n" });
    expect(github.writes).toEqual(["PATCH /repos/o/r/issues/comments/5"]);
  });

  test("says which permission is missing when GitHub refuses, and not the token", async () => {
    const { status, stderr } = await comment();
    expect(status).toBe(1);
    expect(stderr).toContain("docs/operations/ci.md");
    expect(stderr).not.toContain("from-the-test");
  });

  test.each([
    ["has a line break", "\n", ""],
    ["has a line break", "", "\r\nX-Other: 1"],
    ["has a space, a control character", " ", "\u0007"],
  ])(
    "refuses a token that %s by the variable's name, and does not say it",
    async (says, middle, end) => {
      const [first, second] = [shapeless(), shapeless()];
      const { status, stdout, stderr } = await runHere(
        "scripts/ci/comment.ts",
        [file("plan.md", "x"), "--pull-request", "7", "--topic", "plan"],
        { ...github.env, GITHUB_TOKEN: `${first}${middle}${second}${end}` },
      );
      expect(status).toBe(2);
      expect(stderr).toContain("environment variable GITHUB_TOKEN");
      expect(stderr).toContain(says);
      for (const part of [first, second]) expect(`${stdout}${stderr}`).not.toContain(part);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(github.calls).toEqual([]);
    },
  );

  test("names all that is wrong at once, an address without its password", async () => {
    const password = shapeless();
    const { status, stderr } = await runHere(
      "scripts/ci/comment.ts",
      [file("plan.md", "x"), "--pull-request", "7", "--topic", "plan"],
      {
        GITHUB_API_URL: `https://me:${password}@github.example.com`,
        GITHUB_REPOSITORY: "fluxibri-core",
        GITHUB_TOKEN: "",
      },
    );
    expect(status).toBe(2);
    for (const name of ["GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN"]) {
      expect(stderr).toContain(`environment variable ${name}`);
    }
    expect(stderr).not.toContain(password);
    expect(stderr).toContain("3 configuration errors");
  });

  test("writes no secret that is in the text", async () => {
    const token = PLANTED["GitHub token"];
    github.answer("GET /repos/o/r/issues/7/comments", []);
    github.answer("POST /repos/o/r/issues/7/comments", { id: 2, body: "", html_url: "u2" });
    const plan = file("plan.md", `\`--token ${token}\` and redis://:${token}@redis`);
    const args = [plan, "--pull-request", "7", "--topic", "plan"];
    expect(await runHere("scripts/ci/comment.ts", args, github.env)).toMatchObject({ status: 0 });
    expect(github.calls.at(-1)?.body).toContain("(masked)");
    expect(github.calls.at(-1)?.body).not.toContain(token);
  });

  test("names the variable that a laptop has not set", async () => {
    const args = [file("plan.md", "x"), "--pull-request", "7", "--topic", "plan"];
    const { status, stderr } = await runHere("scripts/ci/comment.ts", args);
    expect(status).toBe(2);
    expect(stderr).toContain("GITHUB_REPOSITORY");
  });
});

describe("publish.ts", () => {
  const release = (draft: boolean, assets: readonly object[]) => ({
    id: 9,
    tag_name: "v1.2.3",
    draft,
    upload_url: `${github.url}/uploads/9/assets{?name,label}`,
    html_url: "https://example.com/v1.2.3",
    assets,
  });
  const publish = () => {
    const args = ["--notes", file("notes.md", "- news"), "--asset", file("a.tar.gz", "content")];
    return runHere("scripts/ci/publish.ts", ["v1.2.3", ...args], github.env);
  };
  beforeEach(() => {
    github.answer("GET /repos/o/r/releases", []);
    github.answer("POST /repos/o/r/releases", release(true, []));
    github.answer("POST /uploads/9/assets", {});
    github.answer("PATCH /repos/o/r/releases/9", release(false, []));
  });

  test("publishes only when all files are there", async () => {
    expect(await publish()).toMatchObject({ status: 0 });
    expect(github.writes).toEqual([
      "POST /repos/o/r/releases",
      "POST /uploads/9/assets?name=a.tar.gz",
      "PATCH /repos/o/r/releases/9",
    ]);
    expect(github.calls.at(2)?.body).toBe("content");
    expect(JSON.parse(github.calls.at(3)?.body ?? "")).toEqual({ body: "- news", draft: false });
  });

  test("goes on with the draft of a run that broke off", async () => {
    github.answer("GET /repos/o/r/releases", [release(true, [{ id: 1, name: "a.tar.gz" }])]);
    expect(await publish()).toMatchObject({ status: 0 });
    expect(github.writes).toEqual(["PATCH /repos/o/r/releases/9"]);
  });

  test("changes nothing that is published", async () => {
    github.answer("GET /repos/o/r/releases", [release(false, [])]);
    expect(await publish()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("make a new version"),
    });
    expect(github.writes).toEqual([]);
  });
});

describe("drift issues", () => {
  const MARKER = "<!-- fluxibri-core: drift of staging -->";
  const issue = { number: 3, title: "Drift", body: `${MARKER}\nold`, html_url: "u3" };
  /** The rest of drift.ts asks a cluster. */
  const record = async (report: string | undefined) => {
    const { recordDrift } = await import("../../../scripts/ci/lib/drift-issue");
    const { GitHub } = await import("../../../scripts/ci/lib/github");
    const before = { ...process.env };
    Object.assign(process.env, github.env);
    try {
      return await recordDrift(GitHub.fromEnvironment(), { environment: "staging", report });
    } finally {
      process.env = before;
    }
  };

  test("are opened once, brought up to date, and closed when it is over", async () => {
    github.answer("GET /repos/o/r/issues", []);
    github.answer("POST /repos/o/r/issues", issue);
    expect(await record("a Deployment differs")).toBe("opened: u3");
    github.answer("GET /repos/o/r/issues", [issue]);
    github.answer("PATCH /repos/o/r/issues/3", issue);
    expect(await record("two differ")).toBe("brought up to date: u3");
    expect(await record(undefined)).toBe("closed: u3");
    github.answer("GET /repos/o/r/issues", []);
    expect(await record(undefined)).toBe("staging is as the code says");
    const bodies = github.calls.filter(({ method }) => method !== "GET").map(({ body }) => body);
    expect(bodies[0]).toContain("npm run deploy -- staging");
    expect(bodies[1]).toContain("two differ");
    expect(JSON.parse(bodies[2] ?? "")).toEqual({ state: "closed", state_reason: "completed" });
    expect(bodies).toHaveLength(3);
  });
});

test("release notes are refused for a tag that package.json does not say", async () => {
  const { status, stderr } = await runHere("scripts/ci/release-notes.ts", [
    "v99.0.0",
    path.join(folder, "notes.md"),
  ]);
  expect(status).toBe(1);
  expect(stderr).toContain("package.json says");
});

test("a package has the same bytes each time, and its sum beside it", async () => {
  const pack = async (into: string) => {
    const done = await runHere("scripts/ci/package.ts", ["x", path.join(folder, into)]);
    return done.status === 0 ? readFileSync(path.join(folder, into, "x.tar.gz")) : done.stderr;
  };
  const first = await pack("one");
  // Without `npm start` before it there is nothing to pack, which is said.
  if (typeof first === "string") expect(first).toContain("npm start");
  else expect(first).toEqual(await pack("two"));
});
