import { environmentName } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import { CommandLine, idleOptions, usageError } from "../../runtime/command-line";
import { APPLICATION_OPTION, JSON_OPTION } from "../../runtime/options";
import {
  KUBERNETES_OPTION,
  kubernetesMinor,
  type KubernetesMinor,
} from "../../testbed/kubernetes-releases";

const ACTIONS = ["up", "status", "burst", "down"] as const;

/** What `npm run local` is asked to do. */
export interface LocalArguments {
  readonly action: (typeof ACTIONS)[number];
  /** Name of the testbed; several may be up side by side. */
  readonly name: string;
  /** Context of a cluster that is already there, in place of a testbed. */
  readonly context: string | undefined;
  /** Environment whose node pools the testbed simulates. */
  readonly pools: string;
  /** Kubernetes of the testbed; undefined: that of the environment of `pools`. */
  readonly kubernetes: KubernetesMinor | undefined;
  /** KEDA, Redis and the workers run as real processes. */
  readonly scaling: boolean;
  /** The local environment is deployed. */
  readonly deploy: boolean;
  /** Application that a burst loads; undefined: the only one. */
  readonly application: string | undefined;
  /** Jobs of a burst. */
  readonly jobs: number;
  /** Duration of each job of a burst, seconds. */
  readonly seconds: number;
  readonly json: boolean;
}

const OF_UP = ["--pools", "--kubernetes", "--without-scaling", "--without-deploy"];
const OF_BURST = ["--application", "--jobs", "--seconds"];
/** A cluster that is already there has its own name, nodes and autoscaler. */
const OF_TESTBED = ["--name", "--pools", "--kubernetes", "--without-scaling"];

export const COMMAND = new CommandLine({
  call: "npm run local --",
  does: "A cluster on this machine with the local environment on it: starts it, shows it, loads it, ends it.",
  takes: "[up|status|burst|down]",
  statuses: {
    0: "done; status: the cluster runs",
    1: "failed; status: no cluster runs",
    2: "wrong usage or data",
  },
  options: {
    name: {
      type: "string",
      default: "local",
      value: "NAME",
      does: "testbed; several may be up side by side",
    },
    context: {
      type: "string",
      value: "NAME",
      does: "a cluster that is there already, in place of a testbed",
    },
    pools: {
      type: "string",
      default: "local",
      value: "ENVIRONMENT",
      does: "environment whose node pools are simulated",
    },
    ...KUBERNETES_OPTION,
    "without-scaling": {
      type: "boolean",
      default: false,
      does: "up: without KEDA, Redis and workers",
    },
    "without-deploy": {
      type: "boolean",
      default: false,
      does: "up: without the local environment",
    },
    ...APPLICATION_OPTION,
    jobs: { type: "string", default: "24", value: "N", does: "burst: jobs" },
    seconds: {
      type: "string",
      default: "4",
      value: "S",
      does: "burst: seconds that each job takes",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run local`.
 *
 * @throws ConfigurationError for what is unknown or does not go together, with the usage
 */
export function localArguments(args: readonly string[]): LocalArguments {
  const { values, positionals, given: options } = COMMAND.parse(args);
  const [given = "up", ...more] = positionals;
  const action = ACTIONS.find((name) => name === given);
  if (action === undefined || more.length > 0) {
    throw usage(positionals.join(" "), `the action must be one of ${ACTIONS.join(", ")}`);
  }
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(values.name)) {
    throw usage(values.name, "a name is at most 31 lower-case letters, digits and hyphens");
  }
  if (values.context !== undefined && (action === "status" || action === "burst")) {
    throw usage(values.context, `--context is for up and down; ${action} asks a testbed`);
  }
  const idle = [
    ...(action === "up" ? [] : idleOptions(options, OF_UP, action, "leave it out: it is for up")),
    ...(action === "burst"
      ? []
      : idleOptions(
          options,
          OF_BURST,
          action,
          `leave it out: burst alone takes it, ${action} is of the whole testbed`,
        )),
    ...(values.context === undefined
      ? []
      : idleOptions(options, OF_TESTBED, "--context", "leave it out, or --context for a testbed")),
  ];
  if (idle.length > 0) throw new ConfigurationError(idle);
  environmentName(values.pools);
  return {
    action,
    name: values.name,
    context: values.context,
    pools: values.pools,
    kubernetes: values.kubernetes === undefined ? undefined : kubernetesMinor(values.kubernetes),
    scaling: !values["without-scaling"],
    deploy: !values["without-deploy"],
    application: values.application,
    jobs: whole(values.jobs, "--jobs"),
    seconds: positive(values.seconds, "--seconds"),
    json: values.json,
  };
}

function whole(text: string, option: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw usage(text, `${option} must be a whole number from 1 to 999999`);
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw usage(text, `${option} must be a number above 0`);
}

function usage(value: string, message: string): ConfigurationError {
  return usageError(value, message, COMMAND.usage);
}
