import { environmentNames } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName } from "../../environments/schema";
import { closest } from "../../environments/suggest";
import type { Scenario } from "../../testbed/model/scenario";
import { SCENARIOS } from "../../testbed/model/scenarios";
import { type Variant, VARIANTS } from "../../testbed/model/variants";
import { SOME_ENVIRONMENTS } from "../../runtime/environment-arguments";
import { CommandLine, misuse } from "../../runtime/command-line";
import { JSON_OPTION } from "../../runtime/options";

/** What `npm run simulate` is asked to play. */
export interface SimulateArguments {
  readonly environments: readonly EnvironmentName[];
  /** Name of an application; undefined: all. */
  readonly application: string | undefined;
  /** Name of a worker; undefined: all. */
  readonly worker: string | undefined;
  readonly scenarios: readonly Scenario[];
  readonly variants: readonly Variant[];
  readonly seeds: readonly number[];
  readonly json: boolean;
}

const DEFAULT_SEEDS = ["1", "2", "3"];
const DEFAULT_VARIANTS = ["as-configured"];

export const COMMAND = new CommandLine({
  call: "npm run simulate --",
  does: "Plays the scaling loop of the environments in a model, under load and incidents.",
  takes: SOME_ENVIRONMENTS,
  statuses: {
    0: "the model was played",
    1: "the model could not be played",
    2: "wrong usage or data, or a worker, named, that the model cannot play",
  },
  options: {
    application: { type: "string", value: "NAME", does: "workers of one application alone" },
    worker: { type: "string", value: "NAME", does: "one worker alone" },
    scenario: {
      type: "string",
      multiple: true,
      value: "NAME",
      does: "load or incident; without it all",
    },
    variant: {
      type: "string",
      multiple: true,
      value: "NAME",
      does: "other settings of the loop, to compare (default: as-configured)",
    },
    seed: {
      type: "string",
      multiple: true,
      value: "N",
      does: "seed of the random arrivals (default: 1, 2, 3)",
    },
    ...JSON_OPTION,
  },
});

/**
 * Reads the arguments of `npm run simulate`.
 *
 * @throws ConfigurationError with everything that is unknown, and the usage
 */
export function simulateArguments(args: readonly string[]): SimulateArguments {
  const { values, positionals } = COMMAND.parse(args);
  const environments = environmentNames(positionals);
  const scenarios = chosen("--scenario", values.scenario ?? [], SCENARIOS);
  const variants = chosen("--variant", values.variant ?? DEFAULT_VARIANTS, VARIANTS);
  const seeds = seedsOf(values.seed ?? DEFAULT_SEEDS);
  const issues = [...scenarios.issues, ...variants.issues, ...seeds.issues];
  if (issues.length > 0) throw new ConfigurationError(issues);
  return {
    environments,
    application: values.application,
    worker: values.worker,
    scenarios: scenarios.found,
    variants: variants.found,
    seeds: seeds.found,
    json: values.json,
  };
}

/** What an option names, and what is wrong with it. */
interface Chosen<T> {
  readonly found: readonly T[];
  readonly issues: readonly ConfigurationIssue[];
}

/** The entries of those names, in the order of the list; none given means all. */
function chosen<T extends { readonly name: string }>(
  option: string,
  given: readonly string[],
  known: readonly T[],
): Chosen<T> {
  const names = known.map(({ name }) => name);
  return {
    found: known.filter(({ name }) => given.length === 0 || given.includes(name)),
    issues: given
      .filter((name) => !names.includes(name))
      .map((name) => {
        const guess = closest(name, names);
        const hint = guess === undefined ? "" : `, did you mean ${guess}?`;
        return misuse(name, `is not one of ${names.join(", ")}${hint}`, COMMAND.usage, option);
      }),
  };
}

function seedsOf(given: readonly string[]): Chosen<number> {
  return {
    found: given.map(Number),
    issues: given
      .filter((text) => !/^\d{1,9}$/.test(text))
      .map((text) =>
        misuse(
          text,
          "must be a whole number from 0 on, of nine digits at most",
          COMMAND.usage,
          "--seed",
        ),
      ),
  };
}
