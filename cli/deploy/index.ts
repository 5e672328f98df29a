import { deployArguments } from "./arguments";
import { deployEnvironment } from "./deploy-environment";
import { deploymentReport, renderDeployment } from "./report";
import { EXIT, runCommand } from "../../runtime/exit";
import { paintFor } from "../../runtime/paint";
import { terminalAsk } from "../../runtime/terminal";
import { print, say, show } from "../../masking/output";

/**
 * `npm run deploy -- ENVIRONMENT [STACK...] [--plan] [--yes] [--allow-destroy ADDRESS]...`:
 * plans, asks, and applies in order.
 */
void runCommand(async () => {
  const { json, ...options } = deployArguments(process.argv.slice(2));
  const deployment = await deployEnvironment({
    ...options,
    ask: terminalAsk(),
    say,
    show,
  });
  print(json ? deploymentReport(deployment) : renderDeployment(deployment, paintFor("stdout")));
  return deployment.failure === undefined ? EXIT.ok : EXIT.failed;
});
