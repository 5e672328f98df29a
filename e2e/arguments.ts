import { parseArgs } from "node:util";
import { ConfigurationError } from "../environments/errors";
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
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        "if-possible": { type: "boolean", default: false },
      },
    });
    const unknown = positionals.filter((name) => !all.some((phase) => phase.name === name));
    if (unknown.length > 0) throw new Error(`unknown phase ${unknown.join(", ")}`);
    const phases = all.filter(
      ({ name }, index) => positionals.length === 0 || index === 0 || positionals.includes(name),
    );
    return {
      phases,
      named: positionals.length > 0,
      json: values.json,
      ifPossible: values["if-possible"],
    };
  } catch (error) {
    throw new ConfigurationError([
      {
        file: "command line",
        path: "",
        value: args.join(" "),
        message: error instanceof Error ? error.message : String(error),
        fix: `use: npm run test:e2e -- [PHASE...] [--json] [--if-possible]; phases: ${known}`,
      },
    ]);
  }
}
