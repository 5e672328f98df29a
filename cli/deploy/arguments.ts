import { CommandLine } from "../../runtime/command-line";
import { APPROVAL_OPTIONS, JSON_OPTION } from "../../runtime/options";
import { OPEN_NETWORK_OPTION, openNetworkReason } from "./open-network";
import { PLAN_OPTIONS, type PlanArguments, providerLock, target } from "../plan/arguments";

/** What `npm run deploy` is asked to do. */
export interface DeployArguments extends Omit<PlanArguments, "synthesized"> {
  readonly plan: boolean;
  readonly yes: boolean;
  readonly allowDestroy: readonly string[];
  readonly unlockReleases: boolean;
  /** Why it may be deployed where network policies are not enforced; undefined: it may not. */
  readonly openNetwork: string | undefined;
}

export const COMMAND = new CommandLine({
  call: "npm run deploy --",
  does: "Plans the stacks of an environment, shows the plans, and applies them in order.",
  takes: "ENVIRONMENT [STACK...]",
  statuses: {
    0: "all is applied",
    1: "failed, refused, or not agreed to",
    2: "wrong usage or data",
  },
  options: {
    plan: { type: "boolean", default: false, does: "applies the kept plans of `npm run plan`" },
    ...APPROVAL_OPTIONS,
    "unlock-releases": {
      type: "boolean",
      default: false,
      does: "frees Helm releases that an ended apply left locked",
    },
    ...OPEN_NETWORK_OPTION,
    ...PLAN_OPTIONS,
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run deploy`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function deployArguments(args: readonly string[]): DeployArguments {
  const { values, positionals } = COMMAND.parse(args);
  return {
    ...target(positionals, COMMAND.usage),
    binary: values.binary,
    providerLock: providerLock(values["provider-lock"], COMMAND.usage),
    json: values.json,
    plan: values.plan,
    yes: values.yes,
    allowDestroy: values["allow-destroy"] ?? [],
    unlockReleases: values["unlock-releases"],
    openNetwork: openNetworkReason(values, COMMAND.usage),
  };
}
