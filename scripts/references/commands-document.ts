import { COMMAND as check, FILE_COMMAND } from "../../cli/check/arguments";
import { COMMAND as deploy } from "../../cli/deploy/arguments";
import { COMMAND as doctor } from "../../cli/doctor/arguments";
import { COMMAND as drift } from "../../cli/drift/arguments";
import { COMMAND as local } from "../../cli/local/arguments";
import { COMMAND as migrateClaims } from "../../cli/migrate-claims/arguments";
import { COMMAND as mirror } from "../../cli/mirror/arguments";
import { COMMAND as newEnvironment } from "../../cli/new-environment/arguments";
import { COMMAND as plan } from "../../cli/plan/arguments";
import { COMMAND as policy } from "../../cli/policy/arguments";
import { COMMAND as replacePool } from "../../cli/replace-pool/arguments";
import { COMMAND as report } from "../../cli/report/arguments";
import { COMMAND as rollback } from "../../cli/rollback/arguments";
import { COMMAND as simulate } from "../../cli/simulate/arguments";
import { COMMAND as start } from "../../cli/start/arguments";
import { COMMAND as tfcRun } from "../../cli/tfc-run/arguments";
import { COMMAND as tryImage } from "../../cli/try-image/arguments";
import type { Options } from "../../runtime/usage";
import type { CommandLine } from "../../runtime/command-line";

/** Commands by their folder in `cli/`. */
export const COMMANDS: Readonly<Record<string, Pick<CommandLine<Options>, "help" | "statuses">>> = {
  check,
  deploy,
  doctor,
  drift,
  local,
  "migrate-claims": migrateClaims,
  mirror,
  "new-environment": newEnvironment,
  plan,
  policy,
  "replace-pool": replacePool,
  report,
  rollback,
  simulate,
  start,
  "tfc-run": tfcRun,
  "try-image": tryImage,
};

/** Every command with all that it takes, from the tables that parse it. */
export function commandsDocument(): string {
  const sections = Object.entries(COMMANDS).map(([name, command]) =>
    section(`npm ${scriptOf(name)}`, command),
  );
  const file = section("The check as one file", FILE_COMMAND);
  return `${[TITLE, ...sections, file].join("\n\n")}\n`;
}

/** What the exit statuses of every command mean, as a table. */
export function exitStatusTable(): string {
  const rows = Object.entries(COMMANDS).map(
    ([name, { statuses }]) =>
      `| \`npm ${scriptOf(name)}\` | ${statuses[0]} | ${statuses[1]} | ${statuses[2]} |`,
  );
  return ["| command | 0 | 1 | 2 |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const TITLE = `# Commands and their options

What \`--help\` prints. Exit statuses of all of them: [README](../README.md#exit-statuses); what machines get: [cli](../cli/README.md#what-machines-get).`;

function scriptOf(name: string): string {
  return name === "start" ? name : `run ${name}`;
}

function section(title: string, { help }: Pick<CommandLine<Options>, "help">): string {
  return `## ${title}\n\n\`\`\`text\n${help}\n\`\`\``;
}
