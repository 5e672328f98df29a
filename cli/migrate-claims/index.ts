import { EXIT, runCommand } from "../../runtime/exit";
import { migrateArguments } from "./arguments";
import { Migration } from "./migrate";
import { renderStatus, statusReport } from "./report";
import { terminalAsk } from "../../runtime/terminal";
import { print, say, show } from "../../masking/output";

/**
 * `npm run migrate-claims -- ENVIRONMENT [CLAIM...]`: the data of claims whose class
 * or mode is not the wanted one moves to new claims, step by step.
 */
void runCommand(async () => {
  const { mode, json, ...args } = migrateArguments(process.argv.slice(2));
  const migration = new Migration({
    ...args,
    ask: terminalAsk(),
    say,
    show,
  });
  await migration.requireAnswer();
  if (mode === "run") await migration.run();
  if (mode === "give up") await migration.giveUp();
  const facts = await migration.facts();
  print(
    json
      ? `${JSON.stringify(statusReport(facts), null, 2)}\n`
      : renderStatus(facts, mode === "preview" ? "every step" : "short"),
  );
  return EXIT.ok;
});
