import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import { parseCommandLine, usageError } from "../../runtime/command-line";

/** What `npm run doctor` is asked to look at. */
export interface DoctorArguments {
  /** Undefined: a cluster that this project has no data of. */
  readonly environment: EnvironmentName | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly json: boolean;
}

const USAGE =
  "use: npm run doctor -- ENVIRONMENT [--context NAME] [--kubeconfig FILE] [--json], or without ENVIRONMENT but with --context NAME";

/**
 * Reads `[ENVIRONMENT] [--context NAME] [--kubeconfig FILE] [--json]`.
 *
 * @throws ConfigurationError for unknown options and environments, and where nothing names a cluster
 */
export function doctorArguments(args: readonly string[]): DoctorArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    kubeconfig: { type: "string" },
    context: { type: "string" },
    json: { type: "boolean", default: false },
  });
  const { kubeconfig, context, json } = values;
  const [name, ...more] = positionals;
  if (more.length > 0) throw usageError(args.join(" "), "one cluster at a time", USAGE);
  if (name === undefined && context === undefined) {
    throw usageError(args.join(" "), "names neither an environment nor a context", USAGE);
  }
  const environment = name === undefined ? undefined : environmentName(name);
  return { environment, kubeconfig, context, json };
}
