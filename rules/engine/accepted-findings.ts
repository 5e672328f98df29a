import { closest, oneOf } from "../../environments/suggest";
import { type Acceptance, keysOf } from "./acceptances";
import type { Finding, RuleResult, RuleText } from "./rule";

const id = "accepted-findings";

export const acceptedFindings: RuleText = {
  id,
  title: "A finding is let pass only by name, with a reason, and only while it is there",
  why: "A rule that is switched off, or an unread list of exceptions, hides the next defect as well as the one that was meant.",
  severity:
    "error for an acceptance without a reason or of a rule that does not exist; warning for one that no finding needs. An accepted finding is a warning that tells the reason",
  remedy:
    'Put the rule and the object of the finding into `accepted` of `environments/<name>.ts`, with a reason, or annotate the object: `fluxibri.ai/accept.<rule>: "why it may pass"`. Remove it when the finding is gone.',
};

/**
 * Turns findings that are accepted by name into warnings, and appends what is
 * wrong with the acceptances themselves.
 *
 * @param known ids of all rules, also of those that were not run
 */
export function acceptFindings(
  results: readonly RuleResult[],
  acceptances: readonly Acceptance[],
  known: readonly string[],
): readonly RuleResult[] {
  // An object can be in several lists of the inventory, with its annotations each time.
  const byKey = new Map(acceptances.map((acceptance) => [acceptance.key, acceptance]));
  const used = new Set<Acceptance>();
  const accept = (finding: Finding): Finding => {
    const meant = keysOf(finding).flatMap((key) => byKey.get(key) ?? []);
    for (const acceptance of meant) used.add(acceptance);
    const reason = meant.find(hasReason)?.reason;
    return reason === undefined ? finding : { ...finding, severity: "warning", accepted: reason };
  };
  const judged = results.map(({ rule, findings }) => ({ rule, findings: findings.map(accept) }));
  const run = results.map(({ rule }) => rule.id);
  const findings = [...byKey.values()].flatMap((acceptance) => {
    if (!known.includes(acceptance.rule)) return [ofNoRule(acceptance, known)];
    if (!hasReason(acceptance)) return [withoutReason(acceptance)];
    return run.includes(acceptance.rule) && !used.has(acceptance) ? [idle(acceptance)] : [];
  });
  return [...judged, { rule: acceptedFindings, findings }];
}

function hasReason({ reason }: Acceptance): boolean {
  return reason.trim() !== "";
}

function ofNoRule({ rule, object, place, entry }: Acceptance, known: readonly string[]): Finding {
  const guess = closest(rule, known);
  return {
    rule: id,
    severity: "error",
    object,
    place,
    message: `${entry} accepts findings of "${rule}", which is no rule: it accepts nothing`,
    fix: guess === undefined ? oneOf(known) : `write "${guess}"`,
  };
}

function withoutReason({ rule, object, place, entry }: Acceptance): Finding {
  return {
    rule: id,
    severity: "error",
    object,
    place,
    message: `${entry} has no reason: findings of ${rule} are not accepted`,
    fix: "say in a sentence why they may pass, and until when",
  };
}

function idle({ rule, object, place, entry }: Acceptance): Finding {
  return {
    rule: id,
    severity: "warning",
    object,
    place,
    message: `${entry} accepts a finding of ${rule} about ${object}, and there is none`,
    fix: "remove it, or name the object as the finding does",
  };
}
