import { createInterface } from "node:readline/promises";
import { processMask } from "./process-mask";

/** Prints a result for people: a text that ends with its own line break. */
export function print(text: string): void {
  process.stdout.write(processMask().text(text));
}

/** Prints a result for machines: a JSON document, and nothing but it. */
export function printJson(document: string): void {
  process.stdout.write(processMask().json(document));
}

/** Prints a value for machines. */
export function printValue(value: unknown): void {
  process.stdout.write(`${JSON.stringify(processMask().value(value), null, 2)}\n`);
}

/** Tells what is going on, one line at a time; never a part of the result. */
export function say(line: string): void {
  show(`${line}\n`);
}

/** Shows a text beside the result, that ends with its own line break. */
export function show(text: string): void {
  process.stderr.write(processMask().text(text));
}

/** Whether people read a stream. */
export function isTerminal(stream: "stdout" | "stderr"): boolean {
  return process[stream].isTTY === true;
}

/** Asks the person at the terminal. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(processMask().text(question));
  } finally {
    terminal.close();
  }
}
