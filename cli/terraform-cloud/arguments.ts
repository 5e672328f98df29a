import { parseArgs } from "node:util";
import { environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { STACK_NAMES, type StackName } from "../../environments/stack-names";

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
  "use: npm run tfc-run -- ENV [STACK...] [--plan-only | --confirm] [--message TEXT] [--json]";

/** @throws ConfigurationError for what is unknown or does not go together */
export function cloudRunArguments(args: readonly string[]): CloudRunArguments {
  const { values, positionals } = parse(args);
  const [given, ...stacks] = positionals;
  const [environment] = given === undefined ? [] : environmentNames([given]);
  if (environment === undefined) throw usage(args, "no environment");
  if (values["plan-only"] && values.confirm) {
    throw usage(args, "--plan-only runs cannot be confirmed");
  }
  const unknown = stacks.filter((stack) => !STACK_NAMES.some((name) => name === stack));
  if (unknown.length > 0) {
    throw usage(args, `unknown stack ${unknown.join(", ")}; known: ${STACK_NAMES.join(", ")}`);
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

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "plan-only": { type: "boolean", default: false },
        confirm: { type: "boolean", default: false },
        message: { type: "string", default: "npm run tfc-run" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw usage(args, error instanceof Error ? error.message : String(error));
  }
}

function usage(args: readonly string[], message: string): ConfigurationError {
  return new ConfigurationError([
    { file: "command line", path: "", value: args.join(" "), message, fix: USAGE },
  ]);
}
