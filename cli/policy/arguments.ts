import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { parseCommandLine, usageError } from "../../runtime/command-line";

/** What `npm run policy` is asked for. */
export interface PolicyArguments {
  readonly environment: EnvironmentName;
  /** Print this document alone, for a file; undefined: all, for people. */
  readonly document: string | undefined;
  readonly json: boolean;
}

const USAGE = "use: npm run policy -- ENVIRONMENT [--document plan|apply-1|apply-2|...] [--json]";

/**
 * Reads the arguments of `npm run policy`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function policyArguments(args: readonly string[]): PolicyArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    document: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (positionals.length > 1) throw usageError(args.join(" "), "one environment at a time", USAGE);
  const environment = requiredEnvironment(positionals[0], USAGE);
  return { environment, document: values.document, json: values.json };
}
