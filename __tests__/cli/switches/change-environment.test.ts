import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { environmentName } from "../../../environments";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as planModule from "../../../cli/operation/plan-environment";
import { CommandFailure } from "../../../runtime/failure";
import { changeEnvironment, type ChangeProps } from "../../../cli/switches/change-environment";
import { ConfigurationError } from "../../../environments/errors";
import type * as projectModule from "../../../environments/project";
import { person, planned } from "../../support/changes";
import { temporaryFolder } from "../../support/temporary-folder";

const mockFolder = { path: "" };
jest.mock("../../../environments/project", () => {
  const actual: typeof projectModule = jest.requireActual("../../../environments/project");
  return {
    projectFile: (relative: string) =>
      relative === "." || relative.endsWith(".switches.json")
        ? path.join(mockFolder.path, relative)
        : actual.projectFile(relative),
  };
});
const mockPlan = jest.fn();
const mockGuard = jest.fn(() => Promise.resolve());
const mockDeploy = jest.fn();
jest.mock("../../../cli/operation/plan-environment", () => {
  const actual: typeof planModule = jest.requireActual("../../../cli/operation/plan-environment");
  return { ...actual, planEnvironment: (options: unknown): unknown => mockPlan(options) };
});
jest.mock("../../../cli/deploy/network-policies-guard", () => ({
  requireEnforcedPolicies: () => mockGuard(),
}));
jest.mock("../../../cli/deploy/deploy-environment", () => ({
  deployEnvironment: (options: unknown): unknown => mockDeploy(options),
}));

const FILE = "environments/staging.switches.json";

function git(...args: readonly string[]): string {
  return execFileSync("git", [...args], { cwd: mockFolder.path, encoding: "utf8" });
}
const text = (file = FILE) => readFileSync(path.join(mockFolder.path, file), "utf8");
const write = (content: string, file = FILE) =>
  writeFileSync(path.join(mockFolder.path, file), content);

let original: string;
let shown: string[];

beforeEach(() => {
  mockFolder.path = temporaryFolder();
  mkdirSync(path.join(mockFolder.path, "environments"));
  for (const name of ENVIRONMENT_NAMES) {
    const file = `environments/${name}.switches.json`;
    copyFileSync(file, path.join(mockFolder.path, file));
  }
  git("init", "--quiet");
  git("config", "user.name", "test");
  git("config", "user.email", "test@example.com");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  original = text();
  shown = [];
  mockPlan.mockReset().mockImplementation(() => Promise.resolve(planned()));
  mockDeploy
    .mockReset()
    .mockImplementation(() =>
      Promise.resolve({ applied: [{ id: "staging-workload" }], failure: undefined }),
    );
});

function change(props: Partial<ChangeProps> = {}) {
  return changeEnvironment({
    environment: environmentName("staging"),
    wanted: (switches) => ({ ...switches, images: "ghcr" }),
    consequences: () => ["pods are replaced"],
    message: () => "staging: images from GHCR\n\nMade by: a test\n",
    yes: false,
    allowDestroy: [],
    openNetwork: undefined,
    commit: false,
    ask: undefined,
    say: (line) => shown.push(line),
    show: (shownText) => shown.push(shownText),
    ...props,
  });
}

test("a cluster that enforces no network policies is refused before anything is planned or written; a reason goes on to the deploy", async () => {
  mockGuard.mockImplementationOnce(() => Promise.reject(new CommandFailure("open", "close it")));
  await expect(change({ yes: true, commit: true })).rejects.toThrow("open");
  expect([text(), mockPlan.mock.calls.length]).toEqual([original, 0]);
  await change({ yes: true, commit: true, openNetwork: "one tenant" });
  expect(mockDeploy).toHaveBeenCalledWith(expect.objectContaining({ openNetwork: "one tenant" }));
});

test("without a terminal it is shown and planned, and nothing is written", async () => {
  const result = await change();
  expect(result.outcome).toBe("shown");
  expect(shown.join("")).toContain('-  "images": "registry",\n+  "images": "ghcr",\n');
  expect(shown.join("")).toContain("note: pods are replaced");
  expect(mockPlan.mock.calls[0]?.[0]).toMatchObject({
    environment: "staging",
    spec: { switches: { images: "ghcr" } },
  });
  expect(text()).toBe(original);
  expect(mockDeploy).not.toHaveBeenCalled();
});

test("with --yes it is written and applied; how to commit it is said", async () => {
  const result = await change({ yes: true });
  expect(result).toMatchObject({ outcome: "applied", commit: undefined });
  expect(text()).toBe(original.replace('"registry"', '"ghcr"'));
  expect(mockDeploy.mock.calls[0]?.[0]).toMatchObject({ environment: "staging", plan: true });
  expect(shown.join("")).toContain(`git commit --only -m "staging: images from GHCR" -- ${FILE}`);
});

test("with --commit that file is committed before the apply, and nothing that is staged beside it", async () => {
  write("other\n", "other.txt");
  git("add", "other.txt");
  mockDeploy.mockImplementation(() => {
    expect(git("status", "--porcelain", "--", FILE)).toBe("");
    return Promise.resolve({ applied: [], failure: undefined });
  });
  const result = await change({ yes: true, commit: true });
  expect(result.commit).toBe(git("rev-parse", "--short", "HEAD").trim());
  expect(git("show", "--format=%B", "--name-only", "HEAD")).toBe(
    `staging: images from GHCR\n\nMade by: a test\n\n\n${FILE}\n`,
  );
  expect(git("diff", "--cached", "--name-only")).toBe("other.txt\n");
});

test("a person who says yes is asked for the commit, which is the default", async () => {
  const { ask, asked } = person("yes", "");
  expect(await change({ ask })).toMatchObject({ outcome: "applied", commit: expect.any(String) });
  expect(asked).toEqual([
    "Write this and apply it? Type yes: ",
    'Commit it as "staging: images from GHCR"? [Y/n] ',
  ]);
});

test("a person may leave the commit", async () => {
  const result = await change({ ask: person("yes", "n").ask });
  expect(result).toMatchObject({ outcome: "applied", commit: undefined });
});

test.each(["", "no", "y"])("the answer %p writes nothing", async (answer) => {
  expect(await change({ ask: person(answer).ask })).toMatchObject({ outcome: "shown" });
  expect(text()).toBe(original);
  expect(mockDeploy).not.toHaveBeenCalled();
});

test("what is so already is said, and not planned", async () => {
  const result = await change({ wanted: (switches) => switches, yes: true, commit: true });
  expect(result.outcome).toBe("already so");
  expect(mockPlan).not.toHaveBeenCalled();
  expect(git("rev-list", "--count", "HEAD")).toBe("1\n");
});

test("a file that differs from its commit is refused with the way out", async () => {
  write(original.replace("d5eade7", "1234567"));
  await expect(change({ yes: true })).rejects.toThrow(/differs from the last commit[^]*git diff/);
  expect(text()).toContain("1234567");
});

test("what a killed run has written is taken up: planned, committed and applied", async () => {
  write(original.replace('"registry"', '"ghcr"'));
  const result = await change({ yes: true, commit: true });
  expect(result).toMatchObject({ outcome: "applied", commit: expect.any(String) });
  expect(result.diff).toContain('+  "images": "ghcr"');
  expect(git("status", "--porcelain")).toBe("");
});

test("outside a repository it is refused: the way back is a commit", async () => {
  rmSync(path.join(mockFolder.path, ".git"), { recursive: true });
  await expect(change({ yes: true })).rejects.toThrow("is in no git repository");
  expect(text()).toBe(original);
});

test("data that would be wrong is refused with every issue, before anything is shown", async () => {
  const wrong = change({
    wanted: (switches) => ({
      ...switches,
      images: "ghcr",
      addons: { ...switches.addons, "external-secrets": false },
    }),
    yes: true,
  });
  await expect(wrong).rejects.toThrow(ConfigurationError);
  await expect(wrong).rejects.toThrow(/every pull ends in 401/);
  expect(shown).toEqual([]);
  expect(text()).toBe(original);
});

test("a plan that fails writes nothing", async () => {
  mockPlan.mockImplementation(() =>
    Promise.resolve({ ...planned(), failure: new CommandFailure("no", "") }),
  );
  await expect(change({ yes: true })).rejects.toThrow("no");
  expect(text()).toBe(original);
});

describe("what holds state", () => {
  const losing = () => Promise.resolve(planned({ action: "delete", loses: "its volume" }));

  test("is refused where nobody can be asked, with how to name it, before anything is written", async () => {
    mockPlan.mockImplementation(losing);
    await expect(change({ yes: true })).rejects.toMatchObject({
      message: expect.stringContaining("staging-workload x.y: its volume"),
      remedy: expect.stringContaining("--allow-destroy 'x.y'"),
    });
    expect(text()).toBe(original);
  });

  test("goes when it was named", async () => {
    mockPlan.mockImplementation(losing);
    const result = await change({ yes: true, allowDestroy: ["x.y"] });
    expect(result.outcome).toBe("applied");
    expect(mockDeploy.mock.calls[0]?.[0]).toMatchObject({ allowDestroy: ["x.y"] });
  });
});

test("production is not written when nobody would commit it: its deploy needs a commit", async () => {
  const production = {
    environment: environmentName("production"),
    wanted: (switches: Parameters<ChangeProps["wanted"]>[0]) => ({
      ...switches,
      imageTags: { ...switches.imageTags, "montage-ai": "1234567" },
    }),
    yes: true,
  };
  await expect(change(production)).rejects.toThrow(/production is deployed from a commit/);
  expect(mockPlan).not.toHaveBeenCalled();
  expect(await change({ ...production, commit: true })).toMatchObject({ outcome: "applied" });
});

test("an apply that fails leaves data and commit, and says so", async () => {
  mockDeploy.mockImplementation(() =>
    Promise.resolve({ applied: [], failure: new Error("no cluster"), next: "npm run deploy" }),
  );
  const result = await change({ yes: true, commit: true });
  expect(result).toMatchObject({ outcome: "not applied", commit: expect.any(String) });
  expect(text()).toContain('"ghcr"');
});
