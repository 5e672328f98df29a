import { chartPins } from "../../../environments/chart-pins";
import { mustBeAsked, quotaRows, requestCommand } from "../../../environments/nodes/quota-table";
import type { Rehearsals } from "../../../environments/rehearsals";
import { overview } from "../../start/overview";
import type { Synthesis } from "../../synthesis/synthesize";
import type { ChangesReport } from "../model/changes";
import type { PageReport } from "../model/report";
import { chartReports } from "./charts";
import { PRICE_BASIS } from "./cost";
import { environmentReport } from "./environment";
import { parityReports } from "./parity";

/** What is known beside the synthesis. */
export interface ReportContext {
  readonly rehearsals: Rehearsals;
  readonly generated: Date;
  readonly commit: string | undefined;
  /** Folder that the synthesis was written to, as commands name it. */
  readonly outdir: string;
  /** @default nothing was compared */
  readonly changes?: ChangesReport;
}

/** All that the page shows. */
export function reportOf(synthesis: Synthesis, context: ReportContext): PageReport {
  const specs = synthesis.environments.map(({ spec }) => spec);
  const rows = overview(synthesis, context.outdir);
  return {
    version: 2,
    generated: context.generated.toISOString(),
    commit: context.commit,
    holds: synthesis.holds,
    environments: synthesis.environments.map((environment) => environmentReport(environment, rows)),
    parity: parityReports(context.rehearsals),
    charts: chartReports(chartPins(), specs),
    quotas: quotaRows(specs).map((row) => {
      const { environment, region, name, code, unit, atMaximum, whileUpdating, newAccount } = row;
      return {
        ...{ environment, region, name, code, unit, atMaximum, whileUpdating, newAccount },
        mustBeAsked: mustBeAsked(row),
        command: requestCommand(row),
      };
    }),
    priceBasis: PRICE_BASIS,
    changes: context.changes,
  };
}
