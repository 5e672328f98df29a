import { EXIT, runCommand } from "../../runtime/exit";
import { rollbackArguments } from "./arguments";
import { consequences } from "./consequences";
import { commitMessage } from "./message";
import { changeReport, renderChange } from "./report";
import { switchChanges, wantedSwitches } from "./wanted-switches";
import { changeEnvironment } from "../switches/change-environment";
import { terminalAsk } from "../../runtime/terminal";
import { print, say, show } from "../../masking/output";

/**
 * `npm run rollback -- ENVIRONMENT --to ghcr|external|registry | --without-keda | --with-keda |
 * --chart NAME@VERSION | --image-tag TAG`: a way back that is known, as a change of
 * data, a commit and an apply.
 */
void runCommand(async () => {
  const args = process.argv.slice(2);
  const { environment, wishes, json, ...answers } = rollbackArguments(args);
  const called = `npm run rollback -- ${args.join(" ")}`;
  const change = await changeEnvironment({
    environment,
    wanted: (switches) => wantedSwitches(environment, switches, wishes),
    consequences: (before, after) => consequences(switchChanges(before, after.switches), after),
    message: (before, after) => commitMessage(environment, switchChanges(before, after), called),
    ...answers,
    ask: terminalAsk(),
    say,
    show,
  });
  print(json ? `${JSON.stringify(changeReport(change), null, 2)}\n` : renderChange(change, called));
  return change.outcome === "not applied" ? EXIT.failed : EXIT.ok;
});
