import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { checkArguments, fileArguments, FILE_COMMAND } from "../../../cli/check/arguments";
import { ConfigurationError } from "../../../environments/errors";

/** Messages of everything that is wrong with arguments. */
function misuses(...args: readonly string[]): readonly string[] {
  try {
    checkArguments(args);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

test("no argument means all synthesized environments", () => {
  expect(checkArguments([])).toEqual({
    target: { source: "synthesized", environments: ENVIRONMENT_NAMES },
    output: { json: false, verbose: false, sarif: undefined },
  });
});

test("environments are named by position, a log and JSON beside", () => {
  expect(checkArguments(["staging", "--json", "--sarif", "out.sarif"])).toEqual({
    target: { source: "synthesized", environments: ["staging"] },
    output: { json: true, verbose: false, sarif: "out.sarif" },
  });
});

test("manifests belong to no environment unless one is named", () => {
  expect(checkArguments(["--manifests", "deploy"]).target).toEqual({
    source: "manifests",
    folder: "deploy",
    environment: undefined,
  });
  expect(checkArguments(["--manifests", "deploy", "--environment", "staging"]).target).toEqual({
    source: "manifests",
    folder: "deploy",
    environment: "staging",
  });
});

test("a cluster is named by kubeconfig and context", () => {
  const args = ["--cluster", "--kubeconfig", "lab.yaml", "--context", "lab"];
  expect(checkArguments(args).target).toEqual({
    source: "cluster",
    kubeconfig: "lab.yaml",
    context: "lab",
    environment: undefined,
  });
});

test("a plan is a file", () => {
  expect(checkArguments(["--plan", "plan.json", "--environment", "local"]).target).toEqual({
    source: "plan",
    file: "plan.json",
    environment: "local",
  });
});

test("everything that does not go together is said at once", () => {
  expect(
    misuses("--plan", "p.json", "--manifests", "deploy", "staging", "--context", "lab"),
  ).toEqual([
    "--manifests and --plan exclude each other",
    "staging beside --manifests and --plan: the environment of what is checked is named with --environment",
    "--kubeconfig and --context are for --cluster",
  ]);
});

test("--environment alone is not how an environment is synthesized", () => {
  expect(misuses("--environment", "staging")).toEqual([
    "--environment is for --manifests, --cluster and --plan",
  ]);
});

test.each([["--json"], ["--sarif", "-"]])("--verbose has no effect with %s", (...others) => {
  expect(misuses("--verbose", ...others)).toEqual([
    "--verbose has no effect with --json or --sarif -, which have everything",
  ]);
});

test("two reports do not share standard output", () => {
  expect(misuses("--json", "--sarif", "-")).toEqual([
    "--json and --sarif - both print to standard output",
  ]);
});

test("an unknown environment of manifests is named", () => {
  expect(misuses("--manifests", "deploy", "--environment", "prod")).toEqual([
    "unknown environment",
  ]);
});

describe("as one file", () => {
  const refused = (...args: readonly string[]) => {
    try {
      fileArguments(args);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.issues;
    }
    throw new Error("nothing is wrong");
  };

  test.each([
    [["deploy"]],
    [["deploy", "--json"]],
    [["--json", "deploy"]],
    [["--sarif", "out.sarif", "--json", "deploy"]],
    [["--manifests", "deploy"]],
  ])("%j checks a folder: options may stand in any place", (args) => {
    expect(fileArguments(args).target).toEqual({
      source: "manifests",
      folder: "deploy",
      environment: undefined,
    });
  });

  test("a plan and a cluster are checked as well", () => {
    expect(fileArguments(["--plan", "plan.json"]).target).toMatchObject({ source: "plan" });
    expect(fileArguments(["--cluster", "--context", "lab"]).target).toMatchObject({
      source: "cluster",
      context: "lab",
    });
  });

  test.each([
    [[], "names nothing to check"],
    [["--json"], "names nothing to check"],
    [["a", "b"], "one folder or file is checked at a time, and b is one more"],
    [["a", "--plan", "p.json"], "--manifests and --plan exclude each other"],
    [["a", "--environment", "staging"], "--environment: environments are data of the project"],
  ])("%j is refused with the file's own usage", (args, message) => {
    const [issue] = refused(...args);
    expect(issue?.message).toContain(message);
    expect(issue?.fix).toBe(FILE_COMMAND.usage);
  });

  test("its usage and help are of its own call, and name no option that it refuses", () => {
    expect(FILE_COMMAND.help).toContain("use: node fluxibri-check.mjs PATH [--verbose] [--json]");
    expect(FILE_COMMAND.help).not.toMatch(/npm run|--environment/);
  });
});
