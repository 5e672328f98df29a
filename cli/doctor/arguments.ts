import { parseArgs } from "node:util";
import { environmentNames } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";

/** What `npm run doctor` is asked to look at. */
export interface DoctorArguments {
  /** Undefined: a cluster that this project has no data of. */
  readonly environment: EnvironmentName | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly json: boolean;
}

const USAGE = "use: ENVIRONMENT [--context NAME] [--kubeconfig FILE] [--json], or --context NAME …";

/**
 * Reads `[ENVIRONMENT] [--context NAME] [--kubeconfig FILE] [--json]`.
 *
 * @throws ConfigurationError for unknown options and environments, and where nothing names a cluster
 */
export function doctorArguments(args: readonly string[]): DoctorArguments {
  const { values, positionals } = parse(args);
  const { kubeconfig, context, json } = values;
  if (positionals.length > 1) throw usage(args, "one cluster at a time");
  if (positionals.length === 0 && context === undefined) {
    throw usage(args, "names neither an environment nor a context");
  }
  const [environment] = positionals.length === 0 ? [] : environmentNames(positionals);
  return { environment, kubeconfig, context, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kubeconfig: { type: "string" },
        context: { type: "string" },
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
