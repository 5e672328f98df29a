import { z } from "zod";
import { environmentNames } from "../../../environments";
import { ConfigurationError } from "../../../environments/errors";
import type { EnvironmentSpec } from "../../../environments/schema";

const VARIABLE = "PLAN_ENVIRONMENTS";

/**
 * Environments whose drift is looked for, as JSON lists: `cloud` with a role of AWS
 * on GitHub's runners, `network` on a runner of one's own in the cluster's network.
 *
 * @param given JSON list of names; empty: none
 * @throws ConfigurationError when it is no list, or names an unknown environment
 */
export function driftMatrix(specs: readonly EnvironmentSpec[], given: string | undefined) {
  const names = watched(given);
  const found = specs.filter(({ name }) => names.includes(name));
  const list = (kind: "eks" | "k3s") =>
    JSON.stringify(found.filter(({ cluster }) => cluster.kind === kind).map(({ name }) => name));
  return { cloud: list("eks"), network: list("k3s") };
}

function watched(given: string | undefined): readonly string[] {
  if (given === undefined || given === "") return [];
  const { data } = z.array(z.string()).safeParse(json(given));
  if (data === undefined) {
    throw new ConfigurationError([
      {
        file: `environment variable ${VARIABLE}`,
        path: "",
        value: given,
        message: "is no JSON list of environments",
        fix: 'write e.g. ["staging","production"]',
      },
    ]);
  }
  return data.length === 0 ? [] : environmentNames(data, `environment variable ${VARIABLE}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
