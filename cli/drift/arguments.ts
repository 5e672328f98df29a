import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { ConfigurationError } from "../../environments/errors";
import { CommandLine, idleOptions, usageError } from "../../runtime/command-line";
import { BINARY_OPTION, CLUSTER_OPTIONS, JSON_OPTION } from "../../runtime/options";

/** What `npm run drift` is asked to compare. */
export interface DriftArguments {
  readonly environment: EnvironmentName;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly binary: string | undefined;
  /** Compare the releases in the cluster only, without Terraform and its state. */
  readonly withoutPlan: boolean;
  readonly json: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run drift --",
  does: "Compares what runs with the code: Terraform's state, Helm releases, live objects; reads only.",
  takes: "ENVIRONMENT",
  statuses: {
    0: "no drift",
    1: "wrong usage or data, Terraform failed, or the cluster does not answer",
    2: "drift: the plan has changes, or a release or one of its objects differs",
  },
  options: {
    ...CLUSTER_OPTIONS,
    "without-plan": {
      type: "boolean",
      default: false,
      does: "compares the cluster only, without Terraform and its state",
    },
    ...BINARY_OPTION,
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run drift`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function driftArguments(args: readonly string[]): DriftArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  if (positionals.length > 1)
    throw usageError(args.join(" "), "one environment at a time", COMMAND.usage);
  const environment = requiredEnvironment(positionals[0], COMMAND.usage);
  const alone = "leave out one of them: --binary plans, and --without-plan does not";
  const idle = values["without-plan"]
    ? idleOptions(given, ["--binary"], "--without-plan", alone)
    : [];
  if (idle.length > 0) throw new ConfigurationError(idle);
  const { "without-plan": withoutPlan, kubeconfig, context, binary, json } = values;
  return { environment, kubeconfig, context, binary, withoutPlan, json };
}
