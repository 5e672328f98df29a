import { parseCommandLine } from "../../runtime/command-line";
import { type PlanArguments, providerLock, target } from "../plan/arguments";

/** What `npm run deploy` is asked to do. */
export interface DeployArguments extends PlanArguments {
  readonly plan: boolean;
  readonly yes: boolean;
  readonly allowDestroy: readonly string[];
  readonly unlockReleases: boolean;
}

const USAGE =
  "use: npm run deploy -- ENVIRONMENT [STACK...] [--plan] [--yes] [--allow-destroy ADDRESS]... [--unlock-releases] [--binary PROGRAM] [--provider-lock project|none] [--json]";

/**
 * Reads the arguments of `npm run deploy`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function deployArguments(args: readonly string[]): DeployArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    plan: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    "allow-destroy": { type: "string", multiple: true, default: [] },
    "unlock-releases": { type: "boolean", default: false },
    binary: { type: "string" },
    "provider-lock": { type: "string" },
    json: { type: "boolean", default: false },
  });
  return {
    ...target(positionals, USAGE),
    binary: values.binary,
    providerLock: providerLock(values["provider-lock"], USAGE),
    json: values.json,
    plan: values.plan,
    yes: values.yes,
    allowDestroy: values["allow-destroy"],
    unlockReleases: values["unlock-releases"],
  };
}
