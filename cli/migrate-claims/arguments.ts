import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { ConfigurationError } from "../../environments/errors";
import { idleOptions, parseCommandLine, usageError } from "../../runtime/command-line";

/** What `npm run migrate-claims` is asked to do. */
export interface MigrateArguments {
  readonly environment: EnvironmentName;
  /** Claims by the name that they have in the data; none: all that need it. */
  readonly claims: readonly string[];
  /** Where the cluster is, when the data does not say. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** `show` reads the cluster and tells; `preview` tells also what each step would do; `run` goes through them. */
  readonly mode: "run" | "preview" | "show" | "give up";
  readonly yes: boolean;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  readonly commit: boolean;
  readonly json: boolean;
}

/** What only looks changes nothing. */
const OF_CHANGES = ["--yes", "--commit", "--allow-destroy"];

const USAGE =
  "use: npm run migrate-claims -- ENVIRONMENT [CLAIM...] [--status|--dry-run|--give-up] [--allow-destroy ADDRESS]... [--yes] [--commit] [--context NAME] [--kubeconfig FILE] [--json]";

/**
 * Reads the arguments of `npm run migrate-claims`.
 *
 * @throws ConfigurationError for what is unknown or does not go together, with the usage
 */
export function migrateArguments(args: readonly string[]): MigrateArguments {
  const { values, positionals, given } = parseCommandLine(args, USAGE, {
    status: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    "give-up": { type: "boolean", default: false },
    "allow-destroy": { type: "string", multiple: true, default: [] },
    yes: { type: "boolean", default: false },
    commit: { type: "boolean", default: false },
    context: { type: "string" },
    kubeconfig: { type: "string" },
    json: { type: "boolean", default: false },
  });
  const [name, ...claims] = positionals;
  const environment = requiredEnvironment(name, USAGE);
  const modes = [
    values.status ? ("show" as const) : undefined,
    values["dry-run"] ? ("preview" as const) : undefined,
    values["give-up"] ? ("give up" as const) : undefined,
  ].filter((mode) => mode !== undefined);
  if (modes.length > 1) {
    throw usageError(args.join(" "), "--status, --dry-run and --give-up exclude each other", USAGE);
  }
  const idle = ["--status", "--dry-run"]
    .filter((option) => given.has(option))
    .flatMap((option) =>
      idleOptions(given, OF_CHANGES, option, `leave it out: ${option} changes nothing`),
    );
  if (idle.length > 0) throw new ConfigurationError(idle);
  return {
    environment,
    claims: [...new Set(claims)],
    kubeconfig: values.kubeconfig,
    context: values.context,
    mode: modes[0] ?? "run",
    yes: values.yes,
    allowDestroy: values["allow-destroy"],
    commit: values.commit,
    json: values.json,
  };
}
