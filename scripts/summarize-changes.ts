/**
 * What changed in the synthesized Terraform between two cdktf.out folders, as
 * Markdown for a reviewer.
 *
 * Exit status: 0 compared (with or without changes), 2 usage error.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { usageError } from "../runtime/command-line";
import { EXIT, runCommand } from "../runtime/exit";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";
import { JSON_OPTION } from "../runtime/options";
import {
  type AttributeChange,
  compareStacks,
  type StackChanges,
  type StackJson,
  type Warning,
  warningsOf,
} from "../cli/operation/stack-changes";
import { print } from "../masking/output";

const COMMAND = new CommandLine({
  call: "node --import tsx scripts/summarize-changes.ts",
  does: "What changes between two folders of synthesized stacks.",
  takes: "BASE_FOLDER HEAD_FOLDER",
  options: JSON_OPTION,
});

/** Room for one side of a change; the whole of it is in the uploaded cdktf.out. */
const VALUE_CHARACTERS = 60;
/** GitHub refuses a step summary above 1 MiB; three environments of full tables stay below it. */
const ROWS_PER_STACK = 150;

/** Result of a comparison. */
export interface ChangeSummary {
  /** Absent base: there is nothing to compare with. */
  readonly baseFound: boolean;
  readonly warnings: readonly Warning[];
  readonly stacks: readonly StackChanges[];
}

/** Reads and compares two folders as cdktf writes them; a missing base is no error. */
export function summarizeChanges(baseDirectory: string, headDirectory: string): ChangeSummary {
  const base = readStacks(baseDirectory);
  const head = readStacks(headDirectory);
  if (head === undefined) {
    throw usageError(headDirectory, "has no stacks/", "npm start writes cdktf.out");
  }
  if (base === undefined) return { baseFound: false, warnings: [], stacks: [] };
  const stacks = compareStacks(base, head);
  return { baseFound: true, warnings: warningsOf(stacks), stacks };
}

/** The summary as Markdown. */
export function toMarkdown(summary: ChangeSummary): string {
  const title = "## Changes in the synthesized Terraform";
  if (!summary.baseFound)
    return `${title}\n\nThe base branch has no synthesized stacks: nothing to compare with.\n`;
  const changed = summary.stacks.filter(({ status }) => status !== "unchanged");
  const unchanged = summary.stacks.filter(({ status }) => status === "unchanged");
  return [
    title,
    changed.length === 0 ? "No stack changes." : overview(changed),
    ...(summary.warnings.length > 0 ? [warningList(summary.warnings)] : []),
    ...changed.map(stackDetails),
    ...(unchanged.length > 0 && changed.length > 0
      ? [`Unchanged: ${unchanged.map(({ stack }) => stack).join(", ")}.`]
      : []),
    "",
  ].join("\n\n");
}

function readStacks(directory: string): Record<string, StackJson> | undefined {
  const folder = path.join(directory, "stacks");
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) =>
    existsSync(path.join(folder, name, "cdk.tf.json")),
  );
  // A failed synthesis may leave the folder behind without a stack in it.
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, readStack(path.join(folder, name))]));
}

function readStack(folder: string): StackJson {
  const content: unknown = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
  if (typeof content !== "object" || content === null)
    throw new Error(`${folder}/cdk.tf.json does not hold an object`);
  return Object.fromEntries(Object.entries(content));
}

function overview(stacks: readonly StackChanges[]): string {
  return [
    "| stack | | added | changed | removed |",
    "| --- | --- | ---: | ---: | ---: |",
    ...stacks.map(
      ({ stack, status, added, changed, removed }) =>
        `| ${stack} | ${status} | ${added.length} | ${changed.length} | ${removed.length} |`,
    ),
  ].join("\n");
}

function warningList(warnings: readonly Warning[]): string {
  const lines = warnings.map(
    ({ stack, address, message }) => `> - \`${address}\` in ${stack} ${message}`,
  );
  return ["> [!WARNING]", "> State is concerned:", ...lines].join("\n");
}

function stackDetails({ stack, status, added, removed, changed }: StackChanges): string {
  const rows = [
    ...removed.map((address) => `| − | \`${address}\` | | | |`),
    ...changed.flatMap(({ address, attributes }) =>
      attributes.map((attribute) => attributeRow(address, attribute)),
    ),
    ...added.map((address) => `| + | \`${address}\` | | | |`),
  ];
  const hidden = rows.length - ROWS_PER_STACK;
  return [
    `<details><summary>${stack} (${status})</summary>`,
    "",
    "| | block | attribute | old | new |",
    "| --- | --- | --- | --- | --- |",
    ...rows.slice(0, ROWS_PER_STACK),
    "",
    ...(hidden > 0 ? [`${hidden} more rows: compare the uploaded cdktf.out.`, ""] : []),
    "</details>",
  ].join("\n");
}

function attributeRow(address: string, { path: at, before, after }: AttributeChange): string {
  const [from, to] = shorten(textOf(before), textOf(after));
  return `| ~ | \`${address}\` | ${code(at)} | ${code(from)} | ${code(to)} |`;
}

/** Cuts both sides to fit, keeping the place where they begin to differ in view. */
function shorten(before: string, after: string): readonly [string, string] {
  const differsAt = [...before].findIndex((character, index) => character !== after[index]);
  const longest = Math.max(before.length, after.length);
  const start = longest <= VALUE_CHARACTERS ? 0 : Math.max(0, differsAt - 10);
  const cut = (text: string): string => {
    const end = start + VALUE_CHARACTERS;
    return `${start > 0 && text !== "" ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
  };
  return [cut(before), cut(after)];
}

function textOf(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}

/** A code span that no value can break out of, inside a table cell. */
function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

function main(): number {
  const { values, positionals } = scriptArguments(COMMAND);
  const [base = "", head = ""] = positionals;
  const summary = summarizeChanges(base, head);
  print(values.json ? `${JSON.stringify(summary, null, 2)}\n` : toMarkdown(summary));
  return EXIT.ok;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void runCommand(main);
