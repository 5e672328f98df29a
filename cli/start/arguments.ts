import { environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { CommandLine, idleOptions } from "../../runtime/command-line";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { JSON_OPTION, VERBOSE_OPTION } from "../../runtime/options";

/** What `npm start` takes. */
export interface StartArguments {
  readonly environments: readonly EnvironmentName[];
  /** Print for machines. */
  readonly json: boolean;
  /** Every stack, pool and quota, and accepted findings in full. */
  readonly verbose: boolean;
  /** Write the page of `npm run report` as well. */
  readonly report: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm start --",
  does: "Synthesizes environments into cdktf.out where all rules hold, and shows what they come to.",
  takes: SOME_ENVIRONMENTS,
  statuses: {
    0: "every rule holds; cdktf.out is written",
    1: "a rule fails; cdktf.out stays as it was",
    2: "wrong usage or data",
  },
  options: {
    ...VERBOSE_OPTION,
    report: { type: "boolean", default: false, does: "writes the page of npm run report as well" },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm start`.
 *
 * @throws ConfigurationError for unknown options, unknown environments
 */
export function startArguments(args: readonly string[]): StartArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  if (values.json) {
    const idle = idleOptions(
      given,
      ["--verbose", "--report"],
      "--json",
      "leave one out: --json has everything",
    );
    if (idle.length > 0) throw new ConfigurationError(idle);
  }
  return {
    environments: environmentNames(positionals),
    json: values.json,
    verbose: values.verbose,
    report: values.report,
  };
}
