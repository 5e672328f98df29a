import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { CommandLine, usageError } from "../../runtime/command-line";
import { JSON_OPTION } from "../../runtime/options";

/** What `npm run policy` is asked for. */
export interface PolicyArguments {
  readonly environment: EnvironmentName;
  /** Print this document alone, for a file; undefined: all, for people. */
  readonly document: string | undefined;
  readonly json: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run policy --",
  does: "Prints who may take the roles that plan and apply an environment, and what they need in AWS and in the cluster.",
  takes: "ENVIRONMENT",
  statuses: {
    0: "printed",
    1: "could not be made",
    2: "wrong usage or data",
  },
  options: {
    document: {
      type: "string",
      value: "plan|apply-1|...|trust-plan|trust-apply|kubernetes-plan",
      does: "prints this one alone, for a file",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run policy`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function policyArguments(args: readonly string[]): PolicyArguments {
  const { values, positionals } = COMMAND.parse(args);
  if (positionals.length > 1)
    throw usageError(args.join(" "), "one environment at a time", COMMAND.usage);
  const environment = requiredEnvironment(positionals[0], COMMAND.usage);
  return { environment, document: values.document, json: values.json };
}
