import { appendFileSync } from "node:fs";
import { print } from "../../../masking/output";
import { processMask } from "../../../masking/process-mask";

/** Prints Markdown, and adds it to the summary of the job where GitHub runs it. */
export function writeSummary(markdown: string): void {
  print(`${markdown}\n`);
  append("GITHUB_STEP_SUMMARY", `${processMask().text(markdown)}\n`);
}

/** Hands one-line values to later steps of the job where GitHub runs it. */
export function writeOutputs(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (/[\r\n]/.test(value)) throw new Error(`output ${name} has more than one line`);
    append("GITHUB_OUTPUT", `${name}=${value}\n`);
  }
}

function append(variable: string, text: string): void {
  const file = process.env[variable];
  if (file !== undefined && file !== "") appendFileSync(file, text);
}
