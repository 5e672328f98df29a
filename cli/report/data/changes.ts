import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { compareStacks, type StackJson, warningsOf } from "../../operation/stack-changes";
import type { Synthesis } from "../../synthesis/synthesize";
import type { ChangesReport } from "../model/changes";
import { jsonText } from "./json-text";

/** Stacks by their ids, as read from cdk.tf.json. */
export type Stacks = Readonly<Record<string, StackJson>>;

/** The stacks of a synthesis, by their ids. */
export function stacksOf({ environments }: Pick<Synthesis, "environments">): Stacks {
  return Object.fromEntries(
    environments.flatMap(({ stacks }) => stacks.map(({ id, json }) => [id, objectOf(json)])),
  );
}

/** What a stack's file holds: an object, or nothing that could be compared. */
export function objectOf(json: unknown): StackJson {
  return typeof json === "object" && json !== null ? Object.fromEntries(Object.entries(json)) : {};
}

/**
 * What is different from a base.
 *
 * @param environments names of those that are compared
 */
export function changesReport(
  base: string,
  before: Stacks,
  after: Stacks,
  environments: readonly string[],
): ChangesReport {
  const ours = Object.fromEntries(
    Object.entries(before).filter(([id]) => environments.includes(environmentOf(id) ?? "")),
  );
  const compared = compareStacks(ours, after);
  const warnings = warningsOf(compared);
  return {
    base,
    stacks: compared.flatMap(({ stack, status, added, removed, changed }) =>
      status === "unchanged"
        ? []
        : [
            {
              ...{ stack, status, added, removed },
              changed: changed.flatMap(({ address, attributes }) =>
                attributes.map(({ path, before: from, after: to }) => ({
                  ...{ address, path },
                  before: jsonText(from, path),
                  after: jsonText(to, path),
                })),
              ),
              warnings: warnings
                .filter((warning) => warning.stack === stack)
                .map(({ address, message }) => `${address}: ${message}`),
            },
          ],
    ),
  };
}

/** The environment of a stack's id; the name of one may begin that of another. */
function environmentOf(id: string): string | undefined {
  return ENVIRONMENT_NAMES.filter((name) => id.startsWith(`${name}-`))
    .toSorted((left, right) => right.length - left.length)
    .at(0);
}
