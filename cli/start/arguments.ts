import { environmentNames } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { CommandLine } from "../../runtime/command-line";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { JSON_OPTION } from "../../runtime/options";

/** What `npm start` takes. */
export interface StartArguments {
  readonly environments: readonly EnvironmentName[];
  /** Print for machines. */
  readonly json: boolean;
}

const COMMAND = new CommandLine({
  call: "npm start --",
  does: "Synthesizes environments into cdktf.out where all rules hold, and shows what they come to.",
  takes: SOME_ENVIRONMENTS,
  options: JSON_OPTION,
});

/**
 * Reads the arguments of `npm start`.
 *
 * @throws ConfigurationError for unknown options and unknown environments
 */
export function startArguments(args: readonly string[]): StartArguments {
  const { values, positionals } = COMMAND.parse(args);
  return { environments: environmentNames(positionals), json: values.json };
}
