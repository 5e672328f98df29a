import { parseCommandLine, usageError } from "../runtime/command-line";
import type { Phase } from "./phase";

/** What `npm run test:e2e` is asked to do. */
export interface E2eArguments {
  /** Phases to be run, in their order. */
  readonly phases: readonly Phase[];
  /** Somebody asked for certain phases: one that cannot be run is then a failure. */
  readonly named: boolean;
  readonly json: boolean;
  /** Pass on a machine that lacks something, and say what. */
  readonly ifPossible: boolean;
}

/**
 * Reads the arguments of `npm run test:e2e`: the first phase and those that are
 * named; without a name, all.
 *
 * @param all phases that there are, in their order
 * @throws ConfigurationError for what is unknown, with the phases that there are
 */
export function e2eArguments(args: readonly string[], all: readonly Phase[]): E2eArguments {
  const known = all.map(({ name }) => name).join(", ");
  const usage = `use: npm run test:e2e -- [PHASE...] [--json] [--if-possible]; phases: ${known}`;
  const { values, positionals } = parseCommandLine(args, usage, {
    json: { type: "boolean", default: false },
    "if-possible": { type: "boolean", default: false },
  });
  const unknown = positionals.filter((name) => !all.some((phase) => phase.name === name));
  if (unknown.length > 0) {
    throw usageError(args.join(" "), `unknown phase ${unknown.join(", ")}`, usage);
  }
  const phases = all.filter(
    ({ name }, index) => positionals.length === 0 || index === 0 || positionals.includes(name),
  );
  return {
    phases,
    named: positionals.length > 0,
    json: values.json,
    ifPossible: values["if-possible"],
  };
}
