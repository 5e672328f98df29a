import { countOf } from "../../runtime/count-of";
import { failedRules, failWord, ruleHolds } from "./checked";
import { formatFindings, isAccepted, isError, listed, mergeFindings } from "./findings";
import type { SynthesizedEnvironment } from "./synthesize";

type Judged = Pick<SynthesizedEnvironment, "name" | "rules">;

/** Those of which a rule fails. */
export function failingOf<E extends Pick<Judged, "rules">>(
  environments: readonly E[],
): readonly E[] {
  return environments.filter(({ rules }) => !rules.every(ruleHolds));
}

/** In a word: of which environments which rules fail, and with how many errors. */
export function failureInWords(environments: readonly Judged[]): string {
  const failing = failingOf(environments);
  const ids = failedRules(failing);
  const errors = mergeFindings(failing).filter(isError).length;
  const names = listed(failing.map(({ name }) => name));
  return `${failWord(ids)} for ${names}: ${countOf(errors, "error")} (${[...ids].join(", ")})`;
}

/**
 * Why nothing was synthesized: every finding that nothing accepts, the number of
 * the accepted ones, and as last line what fails and what to type next.
 */
export function synthesisFailure(environments: readonly Judged[]): string {
  const found = mergeFindings(environments);
  const open = found.filter((each) => !isAccepted(each));
  const accepted = found.length - open.length;
  return [
    formatFindings(open),
    ...(accepted === 0
      ? []
      : [`${countOf(accepted, "accepted warning")}: npm start -- --verbose\n`]),
    `${failureInWords(environments)}. Next: the fixes above, then npm start\n`,
  ].join("");
}
