import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { idleOptions, misuse, parseCommandLine } from "../../runtime/command-line";

/** What `npm run replace-pool` is asked to do. */
export interface ReplaceArguments {
  readonly environment: EnvironmentName;
  /** Pool whose pods go. */
  readonly old: string;
  /** Pool that takes them. */
  readonly by: string;
  /** Nodes that are drained at the same time. */
  readonly atATime: number;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly yes: boolean;
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

const USAGE =
  "use: npm run replace-pool -- ENVIRONMENT OLD --by NEW [--dry-run|--yes] [--at-a-time NODES] [--context NAME] [--kubeconfig FILE] [--json]";

/**
 * Reads the arguments of `npm run replace-pool`.
 *
 * @throws ConfigurationError for what is missing, unknown or does not go together, with the usage
 */
export function replaceArguments(args: readonly string[]): ReplaceArguments {
  const { values, positionals, given } = parseCommandLine(args, USAGE, {
    by: { type: "string" },
    "at-a-time": { type: "string", default: "1" },
    context: { type: "string" },
    kubeconfig: { type: "string" },
    yes: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  });
  const [name, old, ...more] = positionals;
  const environment = requiredEnvironment(name, USAGE);
  const atATime = Number(values["at-a-time"]);
  const issues: ConfigurationIssue[] = [];
  if (old === undefined) issues.push(misuse("", "the pool that goes is missing", USAGE, "OLD"));
  if (more.length > 0) issues.push(misuse(more.join(" "), "one pool at a time", USAGE));
  if (values.by === undefined) {
    issues.push(misuse(undefined, "the pool that takes its pods is missing", USAGE, "--by"));
  }
  if (!Number.isInteger(atATime) || atATime < 1) {
    const message = "no number of nodes";
    issues.push(misuse(values["at-a-time"], message, "a whole number from 1", "--at-a-time"));
  }
  if (values["dry-run"]) {
    const fix = "leave it out: --dry-run changes nothing";
    issues.push(...idleOptions(given, ["--yes", "--at-a-time"], "--dry-run", fix));
  }
  if (issues.length > 0 || old === undefined || values.by === undefined) {
    throw new ConfigurationError(issues);
  }
  const { by, kubeconfig, context, yes, json } = values;
  return {
    ...{ environment, old, by, atATime, kubeconfig, context, yes, json },
    dryRun: values["dry-run"],
  };
}
