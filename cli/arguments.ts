import { parseArgs } from "node:util";
import { environmentNames } from "../environments";
import { ConfigurationError } from "../environments/errors";
import type { EnvironmentName } from "../environments/schema";

/** What the commands that work on environments take. */
export interface EnvironmentArguments {
  readonly environments: readonly EnvironmentName[];
  /** Print for machines. */
  readonly json: boolean;
}

/**
 * Reads `[environment...] [--json]`.
 *
 * @throws ConfigurationError for unknown options and unknown environments
 */
export function environmentArguments(args: readonly string[]): EnvironmentArguments {
  const { values, positionals } = parse(args);
  return { environments: environmentNames(positionals), json: values.json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
  } catch (error) {
    throw new ConfigurationError([
      {
        file: "command line",
        path: "",
        value: args.join(" "),
        message: error instanceof Error ? error.message : String(error),
        fix: "use: [local] [staging] [production] [--json]",
      },
    ]);
  }
}
