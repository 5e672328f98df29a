import { loadEnvironments, loadRehearsals } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";
import type { Checked } from "../synthesis/checked";
import { synthesize } from "../synthesis/synthesize";
import { today } from "../../runtime/today";

/**
 * Synthesizes environments, runs the rules on them, and writes nothing.
 *
 * @throws ConfigurationError when an environment's data is wrong
 */
export function checkSynthesized(names: readonly EnvironmentName[]): readonly Checked[] {
  const specs = loadEnvironments(names, process.env);
  const rehearsals = loadRehearsals(names, process.env);
  const { environments } = synthesize(specs, undefined, rehearsals, today(process.env));
  return environments.map(({ name, rules }) => ({
    source: "synthesized",
    name,
    environment: name,
    rules,
    problems: [],
  }));
}
