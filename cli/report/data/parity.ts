import { differences } from "../../../environments/differences";
import { ALLOWED_DIFFERENCES } from "../../../environments/parity";
import type { Rehearsals } from "../../../environments/rehearsals";
import { covers } from "../../../rules/environment-parity";
import type { ParityReport } from "../model/report";
import { jsonText } from "./json-text";

/** What each environment and its rehearsal differ in, and what allows it. */
export function parityReports({ pairs }: Rehearsals): readonly ParityReport[] {
  return pairs.map(({ rehearsal, rehearsed }) => ({
    rehearsal: rehearsal.name,
    rehearsed: rehearsed.name,
    differences: differences(rehearsal, rehearsed).map(({ path, left, right }) => ({
      path,
      left: jsonText(left, path),
      right: jsonText(right, path),
      reason: ALLOWED_DIFFERENCES.find((allowed) => covers(allowed, path))?.reason,
    })),
  }));
}
