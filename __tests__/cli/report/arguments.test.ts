import { reportArguments } from "../../../cli/report/arguments";
import { DEFAULT_FILE } from "../../../cli/report/default-file";
import { ConfigurationError } from "../../../environments/errors";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";

test("no argument means every environment, in the usual file, compared with nothing", () => {
  expect(reportArguments([])).toEqual({
    environments: ENVIRONMENT_NAMES,
    out: DEFAULT_FILE,
    base: undefined,
    json: false,
  });
});

test("--out has no effect with --json, and is refused beside it", () => {
  expect(reportArguments(["staging", "--out", "a.html"]).out).toBe("a.html");
  expect(() => reportArguments(["--json", "--out", "a.html"])).toThrow(ConfigurationError);
});
