import { loadEnvironments, loadRehearsals } from "../../environments";
import { print, say } from "../../masking/output";
import { EXIT, runCommand } from "../../runtime/exit";
import { today } from "../../runtime/today";
import { failingOf, failureInWords } from "../synthesis/failure";
import { synthesize } from "../synthesis/synthesize";
import { reportArguments } from "./arguments";
import { BaseNotSynthesized, stacksOfBase } from "./base-stacks";
import { checkedOutCommit } from "./commit";
import { changesReport, stacksOf } from "./data/changes";
import { reportOf } from "./data/report";
import { writePage } from "./write-page";

const OUTDIR = "cdktf.out";

/** `npm run report -- [environment...] [--out FILE] [--base REV] [--json]`: the page, or its data. */
void runCommand(async () => {
  const { environments, out, base, json } = reportArguments(process.argv.slice(2));
  const specs = loadEnvironments(environments, process.env);
  const rehearsals = loadRehearsals(environments, process.env);
  say(`synthesizing ${environments.join(", ")}`);
  const synthesis = synthesize(specs, undefined, rehearsals, today(process.env));
  const names = specs.map(({ name }) => name);
  if (base !== undefined) say(`synthesizing ${base}`);
  const changes =
    base === undefined
      ? undefined
      : await stacksOfBase(base).then(
          (before) => changesReport(base, before, stacksOf(synthesis), names),
          withoutChanges,
        );
  const context = { generated: new Date(), commit: checkedOutCommit(), outdir: OUTDIR };
  say(`placing the pods of ${names.join(", ")} at every scale`);
  const report = reportOf(synthesis, { ...context, rehearsals, changes });
  if (json) {
    print(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    say(`drawing ${names.join(", ")}`);
    await writePage(report, out);
    print(`${out}: open it in a browser\n`);
    if (!synthesis.holds) {
      const failing = failingOf(synthesis.environments).map(({ name }) => name);
      print(`${failureInWords(synthesis.environments)}. Next: npm start -- ${failing.join(" ")}\n`);
    }
  }
  return synthesis.holds ? EXIT.ok : EXIT.ruleFails;
});

/** A base that can't be synthesized is no reason to have no report. */
function withoutChanges(error: unknown): undefined {
  if (!(error instanceof BaseNotSynthesized)) throw error;
  say(`${error.message}\nThe report is without what changed.`);
}
