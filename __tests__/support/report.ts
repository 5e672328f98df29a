import type { PageReport } from "../../cli/report/model/report";
import { reportOf } from "../../cli/report/data/report";
import { synthesize } from "../../cli/synthesis/synthesize";
import { loadRehearsals } from "../../environments";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { specOf } from "./synth";

/** The report of all environments, as of a fixed moment. */
export function wholeReport(): PageReport {
  const rehearsals = loadRehearsals(ENVIRONMENT_NAMES, {});
  const specs = ENVIRONMENT_NAMES.map((name) => specOf(name));
  return reportOf(synthesize(specs, undefined, rehearsals), {
    rehearsals,
    generated: new Date("2026-01-02T03:04:05Z"),
    commit: "0123abc",
    outdir: "cdktf.out",
  });
}

/** One environment of a report. */
export function environmentOf(
  report: PageReport,
  name: string,
): PageReport["environments"][number] {
  const found = report.environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the report has no ${name}`);
  return found;
}
