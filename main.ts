import { runCommand, EXIT } from "./cli/exit";
import { formatFindings, mergeFindings } from "./cli/findings";
import { synthesize } from "./cli/synthesize";
import { ENVIRONMENT_NAMES } from "./environments/schema";
import { loadEnvironments } from "./environments";

/**
 * What the cdktf CLI runs: every environment is loaded, built (stacks/index.ts),
 * synthesized and proven. Output appears only if all rules hold.
 */
void runCommand(() => {
  const environments = loadEnvironments(ENVIRONMENT_NAMES, process.env);
  const synthesis = synthesize(environments, process.env["CDKTF_OUTDIR"] ?? "cdktf.out");
  if (synthesis.holds) return EXIT.ok;
  process.stderr.write(formatFindings(mergeFindings(synthesis.environments)));
  return EXIT.ruleFails;
});
