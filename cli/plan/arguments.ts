import type { EnvironmentName } from "../../environments/schema";
import { STACK_NAMES, type StackName } from "../../environments/stack-names";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { parseCommandLine, usageError } from "../../runtime/command-line";
import type { ProviderLock } from "../../runtime/terraform/provider-lock";
import { stackName } from "../operation/operation";

/** What `npm run plan` is asked to do. */
export interface PlanArguments {
  readonly environment: EnvironmentName;
  readonly stacks: readonly StackName[];
  readonly binary: string | undefined;
  readonly providerLock: ProviderLock | undefined;
  readonly json: boolean;
}

const USAGE =
  "use: npm run plan -- ENVIRONMENT [STACK...] [--binary PROGRAM] [--provider-lock project|none] [--json]";

/**
 * Reads the arguments of `npm run plan`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function planArguments(args: readonly string[]): PlanArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    binary: { type: "string" },
    "provider-lock": { type: "string" },
    json: { type: "boolean", default: false },
  });
  return {
    ...target(positionals, USAGE),
    binary: values.binary,
    providerLock: providerLock(values["provider-lock"], USAGE),
    json: values.json,
  };
}

/**
 * Reads `ENVIRONMENT [STACK...]`.
 *
 * @throws ConfigurationError for what is missing or unknown, with `fix`
 */
export function target(
  [name, ...rest]: readonly string[],
  fix: string,
): Pick<PlanArguments, "environment" | "stacks"> {
  const environment = requiredEnvironment(name, fix);
  const stacks = rest.map((text) => {
    const stack = stackName(text, environment);
    if (stack !== undefined) return stack;
    throw usageError(text, `is no stack; stacks are ${STACK_NAMES.join(", ")}`, fix);
  });
  return { environment, stacks };
}

/**
 * Reads `--provider-lock`.
 *
 * @throws ConfigurationError for another word, with `fix`
 */
export function providerLock(text: string | undefined, fix: string): ProviderLock | undefined {
  if (text === undefined || text === "project" || text === "none") return text;
  throw usageError(text, "--provider-lock is project or none", fix);
}
