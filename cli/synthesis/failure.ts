import { ruleHolds } from "./checked";
import { formatFindings, isAccepted, isError, listed, mergeFindings } from "./findings";
import type { SynthesizedEnvironment } from "./synthesize";

type Judged = Pick<SynthesizedEnvironment, "name" | "rules">;

/** In a word: of which environments which rules fail, and with how many errors. */
export function failureInWords(environments: readonly Judged[]): string {
  const failing = environments.filter(({ rules }) => !rules.every(ruleHolds));
  const ids = new Set(
    failing.flatMap(({ rules }) =>
      rules.flatMap((result) => (ruleHolds(result) ? [] : [result.rule.id])),
    ),
  );
  const errors = mergeFindings(failing).filter(isError).length;
  const said = ids.size === 1 ? "A rule fails" : `${ids.size} rules fail`;
  const names = listed(failing.map(({ name }) => name));
  return `${said} for ${names}: ${errors} ${errors === 1 ? "error" : "errors"} (${[...ids].join(", ")})`;
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
      : [
          `${accepted} accepted ${accepted === 1 ? "warning" : "warnings"}: npm start -- --verbose\n`,
        ]),
    `${failureInWords(environments)}. Next: the fixes above, then npm start\n`,
  ].join("");
}
