import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { CommandLine, usageError } from "../../runtime/command-line";
import { CLUSTER_OPTIONS, JSON_OPTION } from "../../runtime/options";

/** What `npm run doctor` is asked to look at. */
export interface DoctorArguments {
  /** Undefined: a cluster that this project has no data of. */
  readonly environment: EnvironmentName | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly json: boolean;
  /** Everything, though it is more than a screen. */
  readonly verbose: boolean;
  /** Looks again and again until it is interrupted. */
  readonly watch: boolean;
}

export const COMMAND = new CommandLine({
  call: "npm run doctor --",
  does: "Says what is wrong in a cluster, with cause, evidence and the command that mends it; reads only.",
  takes: "[ENVIRONMENT]",
  statuses: {
    0: "nothing is wrong; warnings are shown",
    1: "something is wrong",
    2: "wrong usage or data, the cluster does not answer, or nothing of it may be read",
  },
  options: {
    ...CLUSTER_OPTIONS,
    ...JSON_OPTION,
    verbose: {
      type: "boolean",
      default: false,
      does: "everything, though it is more than the terminal has room for",
    },
    watch: {
      type: "boolean",
      default: false,
      does: "looks again every 15 s and shows the report where it has changed, until Ctrl-C",
    },
  },
  forms: [
    { takes: "ENVIRONMENT", options: ["context", "kubeconfig", "json", "verbose", "watch"] },
    { takes: "--context NAME", options: ["kubeconfig", "json", "verbose", "watch"] },
  ],
});

/**
 * Reads `[ENVIRONMENT] [--context NAME] [--kubeconfig FILE] [--json|--verbose|--watch]`.
 *
 * @throws ConfigurationError for unknown options and environments, and where nothing names a cluster
 */
export function doctorArguments(args: readonly string[]): DoctorArguments {
  const { values, positionals } = COMMAND.parse(args);
  const { kubeconfig, context, json, verbose, watch } = values;
  const [name, ...more] = positionals;
  if (more.length > 0) throw usageError(args.join(" "), "one cluster at a time", COMMAND.usage);
  if (watch && json) {
    throw usageError(args.join(" "), "--watch is for people, --json for machines", COMMAND.usage);
  }
  if (verbose && json) {
    throw usageError(
      args.join(" "),
      "--verbose has no effect with --json, which has everything",
      COMMAND.usage,
    );
  }
  if (name === undefined && context === undefined) {
    throw usageError(args.join(" "), "names neither an environment nor a context", COMMAND.usage);
  }
  const environment = name === undefined ? undefined : environmentName(name);
  return { environment, kubeconfig, context, json, verbose, watch };
}
