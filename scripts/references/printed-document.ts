import { PRINTED, type Where } from "./printed";
import { printedCommands } from "./printed-commands";

/** docs/printed-commands.md: what messages tell people to run, and where that was run. */
export function printedDocument(): string {
  return [
    "# Commands that messages print",
    "",
    "Read from the texts of doctor, deploy, plan, rollback and migrate-claims; `ENV` and `…` are values that are put in. A test fails for a command that is in no list of what was run ([scripts/references/printed](../scripts/references/printed/index.ts)).",
    "",
    "| command | printed by | run by |",
    "| --- | --- | --- |",
    ...printedCommands().map(
      ({ shape, files }) =>
        `| \`${shape}\` | ${files.map((file) => `${file.replace(/^cli\//, "")}`).join(", ")} | ${runBy(PRINTED[shape])} |`,
    ),
    "",
  ].join("\n");
}

function runBy(where: Where | undefined): string {
  switch (where?.by) {
    case undefined:
      return "**nothing**";
    case "breakage":
      return `phase \`breakages\`: ${where.name}`;
    case "phase":
      return `phase \`${where.name}\``;
    case "line":
      return "phase `printed-commands`";
    case "aws":
      return "the aws CLI's parser, in phase `printed-commands`";
    case "parser":
      return `its option parser alone: ${where.because}`;
    case "none":
      return `– (${where.because})`;
    default:
      return where satisfies never;
  }
}
