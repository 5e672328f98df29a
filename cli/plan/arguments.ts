import type { EnvironmentName } from "../../environments/schema";
import { loadEnvironment } from "../../environments";
import { stackOf } from "../../environments/applications";
import { closest, oneOf } from "../../environments/suggest";
import { madeStackNames, type StackName } from "../../environments/stack-names";
import { fromCaller } from "../../runtime/caller";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { CommandLine, usageError } from "../../runtime/command-line";
import { BINARY_OPTION, JSON_OPTION } from "../../runtime/options";
import type { ProviderLock } from "../../runtime/terraform/provider-lock";
import { stackName } from "../operation/proven-stacks";

/** What `npm run plan` is asked to do. */
export interface PlanArguments {
  readonly environment: EnvironmentName;
  readonly stacks: readonly StackName[];
  readonly binary: string | undefined;
  readonly providerLock: ProviderLock | undefined;
  /** `cdktf.out` of another checkout; undefined: synthesized here. */
  readonly synthesized: string | undefined;
  readonly json: boolean;
}

/** Options of what plans. */
export const PLAN_OPTIONS = {
  ...BINARY_OPTION,
  "provider-lock": {
    type: "string",
    value: "project|none",
    does: "takes the providers of .terraform.lock.hcl of the project, or any that fit",
  },
} as const;

export const COMMAND = new CommandLine({
  call: "npm run plan --",
  does: "Plans the stacks of an environment, and keeps the plans for `npm run deploy -- ENVIRONMENT --plan`.",
  takes: "ENVIRONMENT [STACK...]",
  statuses: {
    0: "no change",
    1: "wrong usage or data, a rule, or Terraform failed",
    2: "changes",
  },
  options: {
    ...PLAN_OPTIONS,
    synthesized: {
      type: "string",
      value: "FOLDER",
      does: "plans the stacks of another checkout's cdktf.out; one that would run a program is refused",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run plan`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function planArguments(args: readonly string[]): PlanArguments {
  const { values, positionals } = COMMAND.parse(args);
  return {
    ...target(positionals, COMMAND.usage),
    synthesized: values.synthesized === undefined ? undefined : fromCaller(values.synthesized),
    binary: values.binary,
    providerLock: providerLock(values["provider-lock"], COMMAND.usage),
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
  // Without a stack the data is read later, with all that is wrong in it.
  const spec = rest.length === 0 ? undefined : loadEnvironment(environment, process.env);
  const known = spec === undefined ? [] : madeStackNames(spec);
  const stacks = rest.map((text) => {
    const stack = stackName(text, environment, known);
    if (stack !== undefined) return stack;
    const application = spec?.applications.find((each) => each.name === text);
    const meant = application === undefined ? closest(text, known) : stackOf(application);
    throw usageError(
      text,
      `is no stack of ${environment}`,
      meant === undefined ? oneOf(known) : `use ${meant}`,
    );
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
