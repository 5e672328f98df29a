import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { simulateArguments } from "../../../cli/simulate/arguments";
import { ConfigurationError } from "../../../environments/errors";

function errorOf(...args: readonly string[]): ConfigurationError {
  try {
    simulateArguments(args);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error("nothing is wrong");
}

test("nothing said: all environments, workers and scenarios, as configured, three seeds", () => {
  const { environments, worker, scenarios, variants, seeds, json } = simulateArguments([]);
  expect(environments).toEqual(ENVIRONMENT_NAMES);
  expect(scenarios.length).toBeGreaterThan(10);
  expect(variants.map(({ name }) => name)).toEqual(["as-configured"]);
  expect([worker, seeds, json]).toEqual([undefined, [1, 2, 3], false]);
});

test("options may be repeated", () => {
  const { scenarios, variants, seeds } = simulateArguments([
    ...["production", "--scenario", "rollout", "--scenario", "burst"],
    ...["--variant", "one-each", "--seed", "7", "--seed", "8"],
  ]);
  expect(scenarios.map(({ name }) => name)).toEqual(["burst", "rollout"]);
  expect(variants.map(({ name }) => name)).toEqual(["one-each"]);
  expect(seeds).toEqual([7, 8]);
});

test("everything that is unknown is said at once, with the nearest name and the usage", () => {
  const { issues } = errorOf("--scenario", "brust", "--variant", "seeed", "--seed=-1");
  expect(issues.map(({ path, value }) => [path, value])).toEqual([
    ["--scenario", "brust"],
    ["--variant", "seeed"],
    ["--seed", "-1"],
  ]);
  expect(issues[0]?.message).toContain("did you mean burst?");
  expect(issues[2]?.fix).toContain(
    `npm run simulate -- [${ENVIRONMENT_NAMES.join("] [")}] [--application NAME] [--worker NAME]`,
  );
});

test.each([[["--jsn"]], [["--seed", "1.5"]], [["--seed", "12345678901"]], [["prod"]]])(
  "%j is refused",
  (args) => {
    expect(errorOf(...args).issues).toHaveLength(1);
  },
);
