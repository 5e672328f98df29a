import { countOf } from "../../runtime/count-of";
import type { Paint } from "../../runtime/paint";
import { groupBy } from "../../inventory/group-by";
import { describePlace } from "../../inventory/model";
import { type Checked, failedRules, failWord, ruleHolds, ruleReports } from "../synthesis/checked";
import { isAccepted, isError, isOpenWarning, mergeFindings } from "../synthesis/findings";
import { formatAlike } from "./alike";

/** The outcome for machines: what was checked, and of each rule whether it holds and what it found. */
export function jsonReport(checked: readonly Checked[]): string {
  const report = checked.map(({ rules, ...rest }) => ({ ...rest, rules: ruleReports({ rules }) }));
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Places and folders that are still named one by one. */
const MOST_NAMED = 3;
const MOST_FOLDERS = 20;

/**
 * The outcome for people: findings, what could not be read, then the count of
 * each and of all. What is alike is written once, with its count; machines get all.
 *
 * @param verbose with what is accepted in full, not only its count
 */
export function textReport(
  checked: readonly Checked[],
  { paint, verbose }: { readonly paint: Paint; readonly verbose: boolean },
): string {
  const found = mergeFindings(checked);
  const accepted = found.filter(isAccepted).length;
  const shown = verbose ? found : found.filter((each) => !isAccepted(each));
  const unread = unreadIn(checked);
  const counts = [
    countOf(found.filter(isError).length, "error"),
    countOf(found.filter(isOpenWarning).length, "warning"),
    `${accepted} accepted${accepted === 0 || verbose ? "" : " (--verbose shows them)"}`,
    ...(unread.length === 0 ? [] : [`${unread.length} not read`]),
  ];
  const failed = failedRules(checked);
  const verdict =
    failed.size === 0 ? paint("green", "All rules hold") : paint("red", failWord(failed));
  return [
    formatAlike(shown, paint),
    ...unreadLines(unread),
    ...holding(checked, paint),
    `${verdict}: ${counts.join(", ")}${failed.size === 0 ? "" : ". Next: the fixes above"}\n`,
  ].join("");
}

/** Something that could not be read. */
interface Unread {
  readonly place: string;
  readonly message: string;
}

/** What could not be read, each once. */
function unreadIn(checked: readonly Checked[]): readonly Unread[] {
  const all = checked.flatMap(({ problems }) =>
    problems.map(({ place, message }) => ({ place: describePlace(place), message })),
  );
  return [...new Map(all.map((each) => [`${each.place} ${each.message}`, each])).values()];
}

function unreadLines(unread: readonly Unread[]): readonly string[] {
  return [...groupBy(unread, ({ message }) => message)].flatMap(([message, alike]) => {
    const places = alike.map(({ place }) => place);
    const named =
      places.length > MOST_NAMED
        ? [`${places.length} alike, such as ${places.slice(0, MOST_NAMED).join(", ")}`]
        : places;
    return named.map((place) => `not read: ${place}\n  says: ${message}\n`);
  });
}

/** A line for each folder; of many only for those of which a rule fails. */
function holding(checked: readonly Checked[], paint: Paint): readonly string[] {
  const lineOf = ({ name, rules }: Checked) => {
    const held = rules.filter(ruleHolds).length;
    const share = `${held} of ${rules.length} rules hold`;
    return `${name}: ${paint(held === rules.length ? "green" : "red", share)}\n`;
  };
  if (checked.length <= MOST_FOLDERS) return checked.map(lineOf);
  const failing = checked.filter(({ rules }) => !rules.every(ruleHolds));
  return [
    ...failing.map(lineOf),
    `${checked.length - failing.length} of ${checked.length} folders hold all rules\n`,
  ];
}
