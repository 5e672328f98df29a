import { runCommand, EXIT } from "./runtime/exit";
import { describeLeft, endOf, leftLocalStacks } from "./cli/operation/left-stacks";
import { synthesisFailure } from "./cli/synthesis/failure";
import { synthesize } from "./cli/synthesis/synthesize";
import { environmentNames, loadEnvironments, loadRehearsals } from "./environments";
import { say, show } from "./masking/output";

/**
 * What the cdktf CLI runs: every environment is loaded, built (stacks/index.ts),
 * synthesized and proven. Output appears only if all rules hold. The CLI passes
 * no arguments on: FLUXIBRI_ENVIRONMENTS (names with commas) asks for some only.
 */
void runCommand(() => {
  const chosen = (process.env["FLUXIBRI_ENVIRONMENTS"] ?? "").split(",").filter(Boolean);
  const names = environmentNames(chosen, "environment variable FLUXIBRI_ENVIRONMENTS");
  const environments = loadEnvironments(names, process.env);
  const synthesis = synthesize(
    environments,
    process.env["CDKTF_OUTDIR"] ?? "cdktf.out",
    loadRehearsals(names, process.env),
  );
  if (synthesis.holds) {
    for (const left of environments.flatMap((spec) => leftLocalStacks(spec))) {
      say(`${describeLeft(left)}. To end it: ${endOf(left)}`);
    }
    return EXIT.ok;
  }
  show(synthesisFailure(synthesis.environments));
  return EXIT.ruleFails;
});
