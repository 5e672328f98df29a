import type { EnvironmentName } from "../../environments/schema";
import { groupBy } from "../../inventory/group-by";
import { describePlace } from "../../inventory/model";
import type { Finding } from "../../rules";
import type { Checked } from "./checked";
import { CommandFailure } from "../../runtime/failure";
import type { Paint } from "../../runtime/paint";

/** One finding, and the names of all that it was found in: overlays share their base. */
export interface FoundIn {
  readonly finding: Finding;
  readonly names: readonly string[];
}

/** Names that a line has room for. */
const MOST_NAMES = 3;

/** Every finding once: errors first, what is accepted last. */
export function mergeFindings(
  checked: readonly Pick<Checked, "name" | "rules">[],
): readonly FoundIn[] {
  const found = checked.flatMap(({ name, rules }) =>
    rules.flatMap(({ findings }) => findings.map((finding) => ({ name, finding }))),
  );
  return [...groupBy(found, ({ finding }) => JSON.stringify(finding)).values()]
    .flatMap((group): readonly FoundIn[] => {
      const [first] = group;
      const names = new Set(group.map(({ name }) => name));
      return first === undefined ? [] : [{ finding: first.finding, names: [...names] }];
    })
    .sort((left, right) => rank(left.finding) - rank(right.finding));
}

function rank({ severity, accepted }: Finding): number {
  if (severity === "error") return 0;
  return accepted === undefined ? 1 : 2;
}

/**
 * Why a command does nothing to an environment of which a rule fails.
 *
 * @param consequence what is not done
 */
export function ruleFailure(
  environment: EnvironmentName,
  checked: readonly Pick<Checked, "name" | "rules">[],
  consequence: string,
): CommandFailure {
  return new CommandFailure(
    `a rule fails for ${environment}; ${consequence}\n${formatFindings(mergeFindings(checked))}`,
    `put right what is said above, or accept it by name in environments/${environment}.ts: npm run check -- ${environment}`,
  );
}

/** Whether the data accepts it by name. */
export function isAccepted({ finding }: FoundIn): boolean {
  return finding.accepted !== undefined;
}

/** Whether it stops an apply. */
export function isError({ finding }: FoundIn): boolean {
  return finding.severity === "error";
}

/** Whether it lets an apply pass, though nothing accepts it. */
export function isOpenWarning(found: FoundIn): boolean {
  return !isError(found) && !isAccepted(found);
}

/** The findings as text for people. */
export function formatFindings(found: readonly FoundIn[], paint: Paint = uncolored): string {
  return found.map((each) => `${formatFinding(each, paint)}\n`).join("");
}

const uncolored: Paint = (_, text) => text;

function formatFinding({ finding, names }: FoundIn, paint: Paint): string {
  return [
    `${paint(finding.severity === "error" ? "red" : "yellow", finding.severity)} ${finding.rule}: ${listed(names)} ${finding.object}`,
    `  at:   ${describePlace(finding.place)}`,
    `  says: ${finding.message}`,
    ...(finding.accepted === undefined ? [] : [`  held: ${finding.accepted}`]),
    `  fix:  ${finding.fix}`,
  ].join("\n");
}

/** Names for one line: of many the first, and how many more. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
