import { EXIT, runCommand } from "../../runtime/exit";
import { environmentNames, loadEnvironments } from "../../environments";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { driftMatrix } from "./lib/drift-matrix";
import { writeOutputs } from "./lib/outputs";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/drift-matrix.ts",
  does: "Which environments are watched for drift, by where that is possible.",
  takes: "",
  options: {},
});

/**
 * Environments that are watched for drift, by where that is possible. PLAN_ENVIRONMENTS, a JSON
 * list, says which environments; unset: none. Outputs: `network` and `cloud`, each
 * a JSON list of names.
 */
void runCommand(() => {
  scriptArguments(COMMAND);
  const specs = loadEnvironments(environmentNames([]), process.env);
  const outputs = driftMatrix(specs, process.env["PLAN_ENVIRONMENTS"]);
  writeOutputs(outputs);
  print(`${JSON.stringify(outputs)}\n`);
  return EXIT.ok;
});
