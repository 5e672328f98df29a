import type { EnvironmentName } from "../../environments/schema";
import { requiredEnvironment } from "../../runtime/environment-arguments";
import { ConfigurationError } from "../../environments/errors";
import { CommandLine, idleOptions, usageError } from "../../runtime/command-line";
import { OPEN_NETWORK_OPTION, openNetworkReason } from "../deploy/open-network";
import {
  APPLICATION_OPTION,
  APPROVAL_OPTIONS,
  CLUSTER_OPTIONS,
  JSON_OPTION,
} from "../../runtime/options";

/** What `npm run migrate-claims` is asked to do. */
export interface MigrateArguments {
  readonly environment: EnvironmentName;
  /** Whose claims; undefined: the only application's. */
  readonly application: string | undefined;
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
  /** Why it may be applied where network policies are not enforced; undefined: it may not. */
  readonly openNetwork: string | undefined;
  readonly commit: boolean;
  readonly json: boolean;
}

/** What only looks changes nothing. */
const OF_CHANGES = ["--yes", "--commit", "--allow-destroy", "--accept-open-network"];

export const COMMAND = new CommandLine({
  call: "npm run migrate-claims --",
  does: "Moves claims to a class that every node can mount: copies, switches the pods over, keeps the old claim.",
  takes: "ENVIRONMENT [CLAIM...]",
  statuses: {
    0: "every claim is moved, or was before",
    1: "a step failed; the same command goes on from there",
    2: "wrong usage or data",
  },
  options: {
    status: {
      type: "boolean",
      default: false,
      does: "shows where each claim stands; changes nothing",
    },
    "dry-run": {
      type: "boolean",
      default: false,
      does: "shows also what each step would do; changes nothing",
    },
    "give-up": {
      type: "boolean",
      default: false,
      does: "goes back to the old claims while no pod has moved",
    },
    ...APPROVAL_OPTIONS,
    ...OPEN_NETWORK_OPTION,
    commit: {
      type: "boolean",
      default: false,
      does: "commits the changed switches without a question",
    },
    ...APPLICATION_OPTION,
    ...CLUSTER_OPTIONS,
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run migrate-claims`.
 *
 * @throws ConfigurationError for what is unknown or does not go together, with the usage
 */
export function migrateArguments(args: readonly string[]): MigrateArguments {
  const { values, positionals, given } = COMMAND.parse(args);
  const [name, ...claims] = positionals;
  const environment = requiredEnvironment(name, COMMAND.usage);
  const modes = [
    values.status ? ("show" as const) : undefined,
    values["dry-run"] ? ("preview" as const) : undefined,
    values["give-up"] ? ("give up" as const) : undefined,
  ].filter((mode) => mode !== undefined);
  if (modes.length > 1) {
    throw usageError(
      args.join(" "),
      "--status, --dry-run and --give-up exclude each other",
      COMMAND.usage,
    );
  }
  const idle = ["--status", "--dry-run"]
    .filter((option) => given.has(option))
    .flatMap((option) =>
      idleOptions(given, OF_CHANGES, option, `leave it out: ${option} changes nothing`),
    );
  if (idle.length > 0) throw new ConfigurationError(idle);
  return {
    environment,
    application: values.application,
    claims: [...new Set(claims)],
    kubeconfig: values.kubeconfig,
    context: values.context,
    mode: modes[0] ?? "run",
    yes: values.yes,
    allowDestroy: values["allow-destroy"] ?? [],
    openNetwork: openNetworkReason(values, COMMAND.usage),
    commit: values.commit,
    json: values.json,
  };
}
