import { driftArguments } from "./arguments";
import { driftReport, hasDrifted, renderDrift } from "./report";
import { findDrift } from "./run";
import { EXIT, runCommand } from "../../runtime/exit";
import { paintFor } from "../../runtime/paint";
import { print, say } from "../../masking/output";

/** As `terraform plan -detailed-exitcode`. */
const DRIFT = 2;

/** `npm run drift -- ENVIRONMENT`: what a plan would change, and what was changed on Helm releases by hand. */
void runCommand(async () => {
  const args = driftArguments(process.argv.slice(2));
  const drift = await findDrift(args, say);
  print(args.json ? driftReport(drift) : renderDrift(drift, paintFor("stdout")));
  if (drift.plan?.failure !== undefined) return EXIT.failed;
  return hasDrifted(drift) ? DRIFT : EXIT.ok;
}, EXIT.failed);
