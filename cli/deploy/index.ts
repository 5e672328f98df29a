import { deployArguments } from "./arguments";
import { deployEnvironment } from "./deploy-environment";
import { deploymentReport, renderDeployment } from "./report";
import { EXIT, runCommand } from "../../runtime/exit";
import { paintFor } from "../operation/render-plan";
import { terminalAsk } from "../../runtime/terminal";

/**
 * `npm run deploy -- ENVIRONMENT [STACK...] [--plan] [--yes] [--allow-destroy ADDRESS]...`:
 * plans, asks, and applies in order.
 */
void runCommand(async () => {
  const { json, ...options } = deployArguments(process.argv.slice(2));
  const deployment = await deployEnvironment({
    ...options,
    ask: terminalAsk(),
    say: (line) => process.stderr.write(`${line}\n`),
    show: (text) => process.stderr.write(text),
  });
  process.stdout.write(
    json ? deploymentReport(deployment) : renderDeployment(deployment, paintFor(process.stdout)),
  );
  return deployment.failure === undefined ? EXIT.ok : EXIT.failed;
});
