import { EXIT, runCommand } from "../../runtime/exit";
import { replaceArguments } from "./arguments";
import { clusterOfKubectl } from "./cluster";
import { PoolReplacement } from "./replace";
import { renderReplacement, replacementReport } from "./report";
import { terminalAsk } from "../../runtime/terminal";
import { print, say } from "../../masking/output";

/**
 * `npm run replace-pool -- ENVIRONMENT OLD --by NEW`: the pods of one node pool move
 * to another, and no job and no capacity is lost.
 */
void runCommand(async () => {
  const { json, dryRun, ...args } = replaceArguments(process.argv.slice(2));
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => stopped.abort(signal));
  }
  const replacement = new PoolReplacement({
    ...args,
    connect: (access) => clusterOfKubectl(access, stopped.signal),
    ask: terminalAsk(),
    say,
    stopped: stopped.signal,
  });
  const plan = await replacement.plan();
  if (!dryRun) await replacement.run(plan);
  const outcome = dryRun ? plan : await replacement.plan();
  print(
    json
      ? `${JSON.stringify(replacementReport(outcome, dryRun), null, 2)}\n`
      : renderReplacement(outcome, dryRun),
  );
  return EXIT.ok;
});
