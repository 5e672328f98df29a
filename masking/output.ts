import { createInterface } from "node:readline/promises";
import { fitted, screenColumns } from "./fitted";
import { LineMask } from "./line-mask";
import { processMask } from "./process-mask";

// Only here: whatever leaves the program leaves through the mask (__tests__/masking/one-way-out.test.ts).
const beside = new LineMask();

/**
 * Prints a result, with its own line break at the end: a text for people, whose lines a terminal
 * gets broken at words, or a JSON document.
 */
export function print(result: string): void {
  process.stdout.write(
    /^[[{]/.test(result)
      ? processMask().json(result)
      : fitted(processMask().text(result), screenColumns("stdout")),
  );
}

/** Tells what is going on, one line at a time; never a part of the result. */
export function say(line: string): void {
  show(`${line}\n`);
}

/** Shows a text beside the result, with its own line break at the end. */
export function show(text: string): void {
  process.stderr.write(fitted(beside.text(text), screenColumns("stderr")));
}

/**
 * Calls back when a stream cannot be written to.
 *
 * @param failed gets whether what reads it has closed it, as `head` does, and the error
 */
export function onUnwritable(failed: (isClosed: boolean, error: Error) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      failed(error.code === "EPIPE", error);
    });
  }
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
