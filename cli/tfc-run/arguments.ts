import { environmentName, loadEnvironment } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { stackNames, type StackName } from "../../environments/stack-names";
import { CommandLine, usageError } from "../../runtime/command-line";
import { APPROVAL_OPTIONS, JSON_OPTION } from "../../runtime/options";

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

export const COMMAND = new CommandLine({
  call: "npm run tfc-run --",
  does: "Runs the stacks of an environment in Terraform Cloud, one after the other.",
  takes: "ENVIRONMENT [STACK...]",
  statuses: {
    0: "no change, or all is applied",
    1: "wrong usage or data, or a run failed",
    2: "changes that are not applied",
  },
  options: {
    "plan-only": {
      type: "boolean",
      default: false,
      does: "speculative plans, which cannot be applied",
    },
    confirm: {
      type: "boolean",
      default: false,
      does: "applies every plan that deploy's guards let pass, without asking",
    },
    "allow-destroy": APPROVAL_OPTIONS["allow-destroy"],
    "confirm-unread": {
      type: "boolean",
      default: false,
      does: "with --confirm: also plans that the token may not read",
    },
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
  const allowDestroy = values["allow-destroy"] ?? [];
  const onlyConfirming = [
    ...(values["confirm-unread"] ? ["--confirm-unread"] : []),
    ...(allowDestroy.length > 0 ? ["--allow-destroy"] : []),
  ];
  if (onlyConfirming.length > 0 && !values.confirm) {
    throw wrong(`${onlyConfirming.join(", ")}: no effect without --confirm`);
  }
  const known = stacks.length === 0 ? [] : stackNames(loadEnvironment(environment, process.env));
  const unknown = stacks.filter((stack) => !known.includes(stack));
  if (unknown.length > 0) {
    throw wrong(`unknown stack ${unknown.join(", ")}; known: ${known.join(", ")}`);
  }
  return {
    environment,
    stacks: known.filter((name) => stacks.includes(name)),
    planOnly: values["plan-only"],
    confirm: values.confirm,
    confirmUnread: values["confirm-unread"],
    allowDestroy,
    message: values.message,
    json: values.json,
  };
}
