import path from "node:path";
import { loadEnvironments, loadRehearsals } from "../../environments";
import { startArguments } from "./arguments";
import { capacities } from "./capacity-table";
import { EXIT, runCommand } from "../../runtime/exit";
import { formatFindings, mergeFindings } from "../synthesis/findings";
import { overview, renderOverview } from "./overview";
import { quotaRows } from "../../environments/nodes/quota-table";
import { synthesize } from "../synthesis/synthesize";
import { terraformCloudRow } from "./terraform-cloud-row";
import { today } from "../../runtime/today";
import { print, show } from "../../masking/output";

const OUTDIR = "cdktf.out";

/** `npm start -- [environment...] [--json]`: synthesize, prove, show. */
void runCommand(() => {
  const { environments, json } = startArguments(process.argv.slice(2));
  const specs = loadEnvironments(environments, process.env);
  const rehearsals = loadRehearsals(environments, process.env);
  const synthesis = synthesize(specs, path.resolve(OUTDIR), rehearsals, today(process.env));
  const rows = overview(synthesis, OUTDIR);
  if (json) {
    const capacity = capacities(synthesis.environments);
    const terraformCloud = terraformCloudRow(synthesis, OUTDIR);
    const report = {
      holds: synthesis.holds,
      stacks: rows,
      terraformCloud,
      capacity,
      quotas: quotaRows(specs),
    };
    print(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    print(renderOverview(rows, synthesis));
    print(formatFindings(mergeFindings(synthesis.environments)));
    if (!synthesis.holds) {
      show(`A rule fails: ${OUTDIR} was not written.\n`);
    }
  }
  return synthesis.holds ? EXIT.ok : EXIT.ruleFails;
});
