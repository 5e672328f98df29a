import { environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { CommandLine, idleOptions } from "../../runtime/command-line";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { JSON_OPTION } from "../../runtime/options";
import { DEFAULT_FILE } from "./default-file";

/** What `npm run report` takes. */
export interface ReportArguments {
  readonly environments: readonly EnvironmentName[];
  /** File that the page is written to. */
  readonly out: string;
  /** Folder that `npm start` wrote, or git revision, to compare with; undefined: nothing is compared. */
  readonly base: string | undefined;
  /** Print the data, write no page. */
  readonly json: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run report --",
  does: "Writes one HTML page that shows environments: nodes, capacity, scaling, rules, and a what-if.",
  takes: SOME_ENVIRONMENTS,
  statuses: {
    0: "the page is written, and every rule holds",
    1: "a rule fails, or the page could not be written",
    2: "wrong usage or data",
  },
  options: {
    out: { type: "string", value: "FILE", does: `file of the page (default: ${DEFAULT_FILE})` },
    base: {
      type: "string",
      value: "REV",
      does: "shows what is different from a git revision, or from a folder that npm start wrote",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run report`.
 *
 * @throws ConfigurationError for unknown options and environments, and an option without effect
 */
export function reportArguments(args: readonly string[]): ReportArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  if (values.json) {
    const idle = idleOptions(given, ["--out"], "--json", "leave one out: --json prints the data");
    if (idle.length > 0) throw new ConfigurationError(idle);
  }
  return {
    environments: environmentNames(positionals),
    out: values.out ?? DEFAULT_FILE,
    base: values.base,
    json: values.json,
  };
}
