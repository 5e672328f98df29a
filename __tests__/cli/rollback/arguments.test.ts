import { rollbackArguments } from "../../../cli/rollback/arguments";
import { ConfigurationError } from "../../../environments/errors";

function issuesOf(...args: readonly string[]): readonly string[] {
  try {
    rollbackArguments(args);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.issues.map(({ value, message, fix }) => `${value}: ${message} | ${fix}`);
    }
    throw error;
  }
  return [];
}

test("several switches are read at once", () => {
  const args = "staging --to ghcr --without-keda --chart keda@2.20.1 --image-tag 3fa1b2c --yes";
  expect(rollbackArguments(args.split(" "))).toEqual({
    environment: "staging",
    wishes: {
      images: "ghcr",
      keda: false,
      imageTag: "3fa1b2c",
      application: undefined,
      charts: new Map([["keda", "2.20.1"]]),
    },
    yes: true,
    allowDestroy: [],
    openNetwork: undefined,
    commit: false,
    json: false,
  });
});

test("what is not said stays as it is", () => {
  expect(rollbackArguments(["local", "--with-keda"]).wishes).toEqual({
    images: undefined,
    keda: true,
    imageTag: undefined,
    application: undefined,
    charts: new Map(),
  });
});

test("nothing to be switched shows the usage", () => {
  expect(issuesOf("staging")).toEqual([
    expect.stringContaining("says nothing to be switched | use: npm run rollback -- ENVIRONMENT"),
  ]);
});

test.each([
  ["no environment", [], "takes exactly one environment"],
  ["two environments", ["local", "staging"], "takes exactly one environment"],
  ["an unknown environment", ["prodution"], 'use "production"'],
])("%s is refused", (_, names, message) => {
  const [issue, ...others] = issuesOf(...names, "--without-keda");
  expect(issue).toContain(message);
  expect(others).toEqual([]);
});

test("KEDA off and on at once is refused", () => {
  expect(issuesOf("staging", "--with-keda", "--without-keda")).toEqual([
    expect.stringContaining("KEDA is either off or on"),
  ]);
});

test.each([
  ["keda", "is not NAME@VERSION"],
  ["keda@", "is not NAME@VERSION"],
  ["keda@1@2", "is not NAME@VERSION"],
  ["kedda@2.20.1", 'use "keda"'],
])("--chart %s is refused", (chart, message) => {
  expect(issuesOf("staging", "--chart", chart)).toEqual([expect.stringContaining(message)]);
});

test("one chart in two versions is refused, the same twice is not", () => {
  expect(issuesOf("staging", "--chart", "keda@2.20.1", "--chart", "keda@2.20.0")).toEqual([
    expect.stringContaining("keda has another version already"),
  ]);
  expect(issuesOf("staging", "--chart", "keda@2.20.1", "--chart", "keda@2.20.1")).toEqual([]);
});

test("a value given twice is refused: the last one would win without a word", () => {
  expect(issuesOf("staging", "--to", "ghcr", "--to", "registry")).toEqual([
    expect.stringContaining("--to is given with different values"),
  ]);
});

test("everything that is wrong comes at once", () => {
  const args = "prodution --to docker --chart kedda@1.0.0 --chart keda --with-keda --without-keda";
  expect(issuesOf(...args.split(" "))).toHaveLength(5);
});

test("an unknown option shows what it may mean", () => {
  expect(issuesOf("staging", "--too", "ghcr")).toEqual([
    expect.stringMatching(/--too.*use --to$/s),
  ]);
});
