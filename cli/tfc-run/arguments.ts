import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { STACK_NAMES, type StackName } from "../../environments/stack-names";
import { parseCommandLine, usageError } from "../../runtime/command-line";

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

const USAGE =
  "use: npm run tfc-run -- ENVIRONMENT [STACK...] [--plan-only | --confirm] [--message TEXT] [--json]";

/** @throws ConfigurationError for what is unknown or does not go together */
export function cloudRunArguments(args: readonly string[]): CloudRunArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    "plan-only": { type: "boolean", default: false },
    confirm: { type: "boolean", default: false },
    message: { type: "string", default: "npm run tfc-run" },
    json: { type: "boolean", default: false },
  });
  const wrong = (message: string) => usageError(args.join(" "), message, USAGE);
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
