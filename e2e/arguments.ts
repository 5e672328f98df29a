import { CommandLine } from "../runtime/command-line";
import { JSON_OPTION } from "../runtime/options";
import {
  KUBERNETES_OPTION,
  kubernetesMinor,
  type KubernetesMinor,
} from "../testbed/kubernetes-releases";
import type { Phase } from "./phase";
import { RUNS_FILE } from "./record";

/** What `npm run test:e2e` is asked to do. */
export interface E2eArguments {
  /** Phases to be run, in their order. */
  readonly phases: readonly Phase[];
  /** Phases are named: one that cannot be run is then a failure. */
  readonly named: boolean;
  readonly json: boolean;
  /** What passes is written into {@link RUNS_FILE}. */
  readonly record: boolean;
  /** Kubernetes of the testbed; undefined: the environment's. */
  readonly kubernetes: KubernetesMinor | undefined;
  /** Pass on a machine that lacks something, and say what. */
  readonly ifPossible: boolean;
}

/** For a pipeline on any machine. */
export const IF_POSSIBLE_OPTION = {
  "if-possible": {
    type: "boolean",
    default: false,
    does: "is content where something that it needs cannot be had, and says what",
  },
} as const;

const RECORD_OPTION = {
  record: {
    type: "boolean",
    default: false,
    does: `writes what passed into ${RUNS_FILE}, for the rules and docs/charts.md`,
  },
} as const;

/**
 * Reads the arguments of `npm run test:e2e`: the first phase and those that are
 * named; without a name, all.
 *
 * @param all phases that there are, in their order
 * @throws ConfigurationError for what is unknown, with the phases that there are
 */
export function e2eArguments(args: readonly string[], all: readonly Phase[]): E2eArguments {
  const known = all.map(({ name }) => name).join(", ");
  const command = new CommandLine({
    call: "npm run test:e2e --",
    does: `Goes through the life of the local environment on a testbed. Phases: ${known}`,
    takes: "[PHASE...]",
    options: { ...KUBERNETES_OPTION, ...RECORD_OPTION, ...JSON_OPTION, ...IF_POSSIBLE_OPTION },
  });
  const { values, positionals } = command.parse(args);
  const unknown = positionals.filter((name) => !all.some((phase) => phase.name === name));
  if (unknown.length > 0) {
    throw command.error(args.join(" "), `unknown phase ${unknown.join(", ")}; phases are ${known}`);
  }
  const phases = all.filter(
    ({ name }, index) => positionals.length === 0 || index === 0 || positionals.includes(name),
  );
  return {
    phases,
    named: positionals.length > 0,
    kubernetes: values.kubernetes === undefined ? undefined : kubernetesMinor(values.kubernetes),
    record: values.record,
    json: values.json,
    ifPossible: values["if-possible"],
  };
}
