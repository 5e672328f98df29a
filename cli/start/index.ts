import path from "node:path";
import { loadEnvironments, loadRehearsals } from "../../environments";
import { startArguments } from "./arguments";
import { capacities } from "./capacity-table";
import { EXIT, runCommand } from "../../runtime/exit";
import { ruleReports } from "../synthesis/checked";
import { formatFindings, isAccepted, mergeFindings } from "../synthesis/findings";
import { paintFor } from "../../runtime/paint";
import { renderDetails } from "./details";
import { hints } from "./hints";
import { overview, renderOverview, verdict } from "./overview";
import { quotaRows } from "../../environments/nodes/quota-table";
import { synthesize } from "../synthesis/synthesize";
import { terraformCloudRow } from "./terraform-cloud-row";
import { today } from "../../runtime/today";
import { print, say } from "../../masking/output";

const OUTDIR = "cdktf.out";

/** `npm start -- [environment...] [--verbose] [--report] | [--json]`: synthesize, prove, show. */
void runCommand(async () => {
  const { environments, json, verbose, report: wanted } = startArguments(process.argv.slice(2));
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
      environments: synthesis.environments.map((environment) => ({
        name: environment.name,
        rules: ruleReports(environment),
      })),
      terraformCloud,
      capacity,
      quotas: quotaRows(specs),
    };
    print(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const paint = paintFor("stdout");
    const found = mergeFindings(synthesis.environments);
    const open = found.filter((each) => !isAccepted(each));
    print(
      [
        ...(verbose ? [renderDetails(rows, synthesis)] : []),
        renderOverview(rows, synthesis, paint),
        formatFindings(verbose ? found : open, paint),
        hints(synthesis, verbose ? 0 : found.length - open.length),
        verdict(synthesis, OUTDIR, paint),
      ].join(""),
    );
  }
  if (wanted) {
    // Only then: what draws takes longer to load than all else here.
    const { writeReport } = await import("../report/write-report");
    say(`report: ${await writeReport(synthesis, rehearsals, OUTDIR)}`);
  }
  return synthesis.holds ? EXIT.ok : EXIT.ruleFails;
});
