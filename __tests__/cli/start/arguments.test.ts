import { startArguments } from "../../../cli/start/arguments";
import { ConfigurationError } from "../../../environments/errors";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";

test("no argument means every environment, in a few lines", () => {
  expect(startArguments([])).toEqual({
    environments: ENVIRONMENT_NAMES,
    json: false,
    verbose: false,
    report: false,
  });
});

test("--verbose has no effect with --json, and is refused beside it", () => {
  expect(startArguments(["staging", "--verbose"]).verbose).toBe(true);
  expect(() => startArguments(["--verbose", "--json"])).toThrow(ConfigurationError);
});
