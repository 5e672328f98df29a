import { createInterface } from "node:readline/promises";
import { deployArguments } from "./deploy/arguments";
import type { Ask } from "./deploy/approval";
import { deployEnvironment } from "./deploy/deploy-environment";
import { deploymentReport, renderDeployment } from "./deploy/report";
import { EXIT, runCommand } from "./exit";
import { paintFor } from "./plan/render-plan";

/**
 * `npm run deploy -- ENVIRONMENT [STACK...] [--plan] [--yes] [--allow-destroy ADDRESS]...`:
 * plans, asks, and applies in order.
 */
void runCommand(async () => {
  const { json, ...options } = deployArguments(process.argv.slice(2));
  const deployment = await deployEnvironment({
    ...options,
    ask: process.stdin.isTTY && !process.env["CI"] ? ask : undefined,
    say: (line) => process.stderr.write(`${line}\n`),
    show: (text) => process.stderr.write(text),
  });
  process.stdout.write(
    json ? deploymentReport(deployment) : renderDeployment(deployment, paintFor(process.stdout)),
  );
  return deployment.failure === undefined ? EXIT.ok : EXIT.failed;
});

const ask: Ask = async (question) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};
