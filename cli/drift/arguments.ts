import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { ConfigurationError } from "../../environments/errors";
import { idleOptions, parseCommandLine, usageError } from "../../runtime/command-line";

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

const USAGE =
  "use: npm run drift -- ENVIRONMENT [--context NAME] [--kubeconfig FILE] [--without-plan] [--binary PROGRAM] [--json]";

/**
 * Reads the arguments of `npm run drift`.
 *
 * @throws ConfigurationError for what is unknown, with the usage
 */
export function driftArguments(args: readonly string[]): DriftArguments {
  const { values, positionals, given } = parseCommandLine(args, USAGE, {
    kubeconfig: { type: "string" },
    context: { type: "string" },
    binary: { type: "string" },
    "without-plan": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  });
  if (positionals.length > 1) throw usageError(args.join(" "), "one environment at a time", USAGE);
  const environment = requiredEnvironment(positionals[0], USAGE);
  const alone = "leave out one of them: --binary plans, and --without-plan does not";
  const idle = values["without-plan"]
    ? idleOptions(given, ["--binary"], "--without-plan", alone)
    : [];
  if (idle.length > 0) throw new ConfigurationError(idle);
  const { "without-plan": withoutPlan, kubeconfig, context, binary, json } = values;
  return { environment, kubeconfig, context, binary, withoutPlan, json };
}
