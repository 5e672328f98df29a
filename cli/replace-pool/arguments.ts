import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { CommandLine, idleOptions, misuse } from "../../runtime/command-line";
import { CLUSTER_OPTIONS, JSON_OPTION } from "../../runtime/options";

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

export const COMMAND = new CommandLine({
  call: "npm run replace-pool --",
  does: "Moves the pods of one node pool to another without losing capacity or a job, and removes it.",
  takes: "ENVIRONMENT OLD",
  statuses: {
    0: "the pool is replaced, or so already",
    1: "a step failed; the same command goes on from there",
    2: "wrong usage or data",
  },
  options: {
    by: { type: "string", value: "NEW", required: true, does: "pool that takes its pods" },
    "dry-run": {
      type: "boolean",
      default: false,
      does: "shows what each step would do; changes nothing",
    },
    yes: { type: "boolean", default: false, does: "asks no question" },
    "at-a-time": {
      type: "string",
      default: "1",
      value: "NODES",
      does: "nodes that are drained at a time",
    },
    ...CLUSTER_OPTIONS,
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run replace-pool`.
 *
 * @throws ConfigurationError for what is missing, unknown or does not go together, with the usage
 */
export function replaceArguments(args: readonly string[]): ReplaceArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  const [name, old, ...more] = positionals;
  const environment = requiredEnvironment(name, COMMAND.usage);
  const atATime = Number(values["at-a-time"]);
  const issues: ConfigurationIssue[] = [];
  if (old === undefined)
    issues.push(misuse("", "the pool that goes is missing", COMMAND.usage, "OLD"));
  if (more.length > 0) issues.push(misuse(more.join(" "), "one pool at a time", COMMAND.usage));
  if (values.by === undefined) {
    issues.push(
      misuse(undefined, "the pool that takes its pods is missing", COMMAND.usage, "--by"),
    );
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
