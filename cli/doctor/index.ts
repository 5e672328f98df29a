import { isatty } from "node:tty";
import { doctorArguments } from "./arguments";
import { renderReport, screenOf } from "./report";
import { watchReports } from "./watch";
import { runDoctor } from "./run";
import { EXIT, runCommand } from "../../runtime/exit";
import { growHeapSlowly } from "../../runtime/heap";
import { print, say } from "../../masking/output";

growHeapSlowly();

/** `npm run doctor -- ENVIRONMENT`: what is wrong in a live cluster, why, and the command that puts it right. */
void runCommand(async () => {
  const args = doctorArguments(process.argv.slice(2));
  if (args.watch) {
    const look = async () =>
      renderReport(await runDoctor(args, () => undefined), screenOf(args.verbose));
    await watchReports(look, { print, clears: isatty(1) });
    return EXIT.ok;
  }
  const report = await runDoctor(args, say);
  print(
    args.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderReport(report, screenOf(args.verbose)),
  );
  return report.diagnoses.some(({ severity }) => severity === "error") ? EXIT.ruleFails : EXIT.ok;
});
