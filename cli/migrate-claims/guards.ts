import { ConfigurationError } from "../../environments/errors";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { misuse } from "../../runtime/command-line";
import { CommandFailure } from "../../runtime/failure";
import { whenUnanswered } from "../../runtime/reach-cluster";
import { claimsOf, type Facts } from "./facts";
import { type MigrationStep, verdictOf } from "./steps";

/** @throws ConfigurationError for every name that is no claim's */
export function requireKnown(
  names: readonly string[],
  application: ApplicationSpec,
  spec: EnvironmentSpec,
): void {
  const known = claimsOf(application, spec).map(({ name }) => name);
  const issues = names
    .filter((name) => !known.includes(name))
    .map((name) =>
      misuse(
        name,
        `${application.name} in ${spec.name} has no claim of this name`,
        `use ${known.join(", ")}`,
        "claim",
      ),
    );
  if (issues.length > 0) throw new ConfigurationError(issues);
}

/**
 * The deploy that makes the successors would replace every other claim that does not fit, and its data with it.
 *
 * @param names claims that were named; none means all
 * @param command that moves all of them
 * @throws CommandFailure when some of those that move are not named
 */
export function requireAllNamed(facts: Facts, names: readonly string[], command: string): void {
  if (names.length === 0) return;
  const left = facts.claims
    .filter((claim) => verdictOf(claim, facts.className) === "moving" && claim.move === undefined)
    .map(({ spec }) => spec.name)
    .filter((name) => !names.includes(name));
  if (left.length === 0) return;
  throw new CommandFailure(
    `refused: ${left.join(", ")} would be replaced by an empty one with the first deploy, for class and mode of a claim cannot change`,
    `name them as well, or no claim at all: ${command}`,
  );
}

/** The cluster, or its kubeconfig, is not what the commands need. */
export function noAnswer(spec: EnvironmentSpec, error: unknown): Error {
  if (error instanceof ConfigurationError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new CommandFailure(
    `the cluster of ${spec.name} cannot be asked: ${said}`,
    whenUnanswered(spec, said, "look at --kubeconfig and --context, then kubectl get nodes"),
  );
}

/** A step came to its end, and nothing is different. */
export function stuck({ title, detail }: MigrationStep): CommandFailure {
  return new CommandFailure(
    `"${title}" was done, and the cluster does not show it: ${detail}`,
    "look what undoes it (npm run doctor), then call this again",
  );
}

/** A step that broke off for a reason of its own, as a lost connection: what is done stays done. */
export function brokeOff({ title }: MigrationStep, command: string, error: unknown): unknown {
  if (error instanceof CommandFailure || error instanceof ConfigurationError) return error;
  return new CommandFailure(
    `"${title}" broke off: ${error instanceof Error ? error.message : String(error)}`,
    `call it again, it goes on there: ${command}`,
  );
}
