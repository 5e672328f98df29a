import type { Judgement } from "./judge";
import type { ScanResult } from "./finding";

/** For machines. */
export function jsonReport(results: readonly ScanResult[], judgement: Judgement): string {
  const scanners = results.map(({ scanner, ...rest }) =>
    rest.ran
      ? { scanner, ran: true, findings: rest.findings.length }
      : { scanner, ran: false, because: rest.because },
  );
  const stale = judgement.stale.map((each) => ({ ...each, where: each.where.source }));
  const { open, accepted } = judgement;
  return `${JSON.stringify({ scanners, open, accepted, stale }, null, 2)}\n`;
}

/** For people: what fails, then a line for each scanner. */
export function textReport(results: readonly ScanResult[], judgement: Judgement): string {
  const open = judgement.open.map(
    ({ scanner, check, where, says }) =>
      `${scanner} ${check}: ${where}\n  says: ${says}\n  fix:  mend it, or accept it with a reason in scripts/scan/accepted.ts\n`,
  );
  const stale = judgement.stale.map(
    ({ scanner, check, where }) =>
      `${scanner} ${check}: accepted for ${where.source}, and not found any more\n  fix:  take it out of scripts/scan/accepted.ts\n`,
  );
  const lines = results.map((result) => {
    if (!result.ran)
      return `${result.scanner}: not run, and not counted as passed: ${result.because}\n`;
    const accepted = judgement.accepted.filter(({ scanner }) => scanner === result.scanner).length;
    return `${result.scanner}: ${result.findings.length} findings, ${accepted} of them accepted\n`;
  });
  return [...open, ...stale, ...lines].join("");
}
