import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { STACK_NAMES, type StackName } from "../../environments/stack-names";
import { parseCommandLine, usageError } from "../command-line";

/** What `npm run tfc-run` is asked to do. */
export interface CloudRunArguments {
  readonly environment: EnvironmentName;
  /** None means all. */
  readonly stacks: readonly StackName[];
  readonly planOnly: boolean;
  /** Apply every plan that passes the guards without asking. */
  readonly confirm: boolean;
  /** Confirm plans that the token may not read, too. */
  readonly confirmUnread: boolean;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  readonly message: string;
  readonly json: boolean;
}

const USAGE =
  "use: npm run tfc-run -- ENVIRONMENT [STACK...] [--plan-only | --confirm [--allow-destroy ADDRESS]... [--confirm-unread]] [--message TEXT] [--json]";

/** @throws ConfigurationError for what is unknown or does not go together */
export function cloudRunArguments(args: readonly string[]): CloudRunArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    "plan-only": { type: "boolean", default: false },
    confirm: { type: "boolean", default: false },
    "confirm-unread": { type: "boolean", default: false },
    "allow-destroy": { type: "string", multiple: true, default: [] },
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
  for (const option of ["confirm-unread", "allow-destroy"] as const) {
    const isGiven = option === "confirm-unread" ? values[option] : values[option].length > 0;
    if (isGiven && !values.confirm) throw wrong(`--${option} has no effect without --confirm`);
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
    confirmUnread: values["confirm-unread"],
    allowDestroy: values["allow-destroy"],
    message: values.message,
    json: values.json,
  };
}
