import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { STACK_NAMES, type StackName } from "../../environments/stack-names";
import { CommandLine, usageError } from "../../runtime/command-line";
import { JSON_OPTION } from "../../runtime/options";

/** What `npm run tfc-run` is asked to do. */
export interface CloudRunArguments {
  readonly environment: EnvironmentName;
  /** None means all. */
  readonly stacks: readonly StackName[];
  readonly planOnly: boolean;
  /** Apply every plan without asking. */
  readonly confirm: boolean;
  readonly message: string;
  readonly json: boolean;
}

const COMMAND = new CommandLine({
  call: "npm run tfc-run --",
  does: "Runs the stacks of an environment in Terraform Cloud, one after the other.",
  takes: "ENVIRONMENT [STACK...]",
  options: {
    "plan-only": {
      type: "boolean",
      default: false,
      does: "speculative plans, which cannot be applied",
    },
    confirm: { type: "boolean", default: false, does: "applies every plan without asking" },
    message: {
      type: "string",
      default: "npm run tfc-run",
      value: "TEXT",
      does: "why, as the run shows it",
    },
    ...JSON_OPTION,
  },
});

/** @throws ConfigurationError for what is unknown or does not go together */
export function cloudRunArguments(args: readonly string[]): CloudRunArguments {
  const { values, positionals } = COMMAND.parse(args);
  const wrong = (message: string) => usageError(args.join(" "), message, COMMAND.usage);
  const [given, ...stacks] = positionals;
  if (given === undefined) throw wrong("no environment");
  const environment = environmentName(given);
  if (values["plan-only"] && values.confirm) {
    throw wrong("--plan-only runs cannot be confirmed");
  }
  const unknown = stacks.filter((stack) => !STACK_NAMES.some((name) => name === stack));
  if (unknown.length > 0) {
    throw wrong(`unknown stack ${unknown.join(", ")}; known: ${STACK_NAMES.join(", ")}`);
  }
  return {
    environment,
    stacks: STACK_NAMES.filter((name) => stacks.includes(name)),
    planOnly: values["plan-only"],
    confirm: values.confirm,
    message: values.message,
    json: values.json,
  };
}
