import type { AcceptedScan } from "./accepted";
import type { ScanFinding, ScanResult } from "./finding";

/** What is left of all findings. */
export interface Judgement {
  /** Not accepted: they fail the scan. */
  readonly open: readonly ScanFinding[];
  readonly accepted: readonly ScanFinding[];
  /** Acceptances that nothing was accepted by, of scanners that ran: they fail the scan, too. */
  readonly stale: readonly AcceptedScan[];
}

/** Holds findings against the acceptances. */
export function judge(
  results: readonly ScanResult[],
  acceptances: readonly AcceptedScan[],
): Judgement {
  const ran = results.flatMap((result) => (result.ran ? [result] : []));
  const findings = ran.flatMap((result) => result.findings);
  const accepts = (acceptance: AcceptedScan, { scanner, check, where }: ScanFinding) =>
    acceptance.scanner === scanner && acceptance.check === check && acceptance.where.test(where);
  const isAccepted = (finding: ScanFinding) => acceptances.some((each) => accepts(each, finding));
  return {
    open: findings.filter((finding) => !isAccepted(finding)),
    accepted: findings.filter(isAccepted),
    stale: acceptances.filter(
      (acceptance) =>
        ran.some(({ scanner }) => scanner === acceptance.scanner) &&
        !findings.some((finding) => accepts(acceptance, finding)),
    ),
  };
}
