import { createInterface } from "node:readline/promises";

/** Asks a person, and gives back what was typed. */
export type Ask = (question: string) => Promise<string>;

/** Asks the person at the terminal; undefined when there is none. */
export function terminalAsk(): Ask | undefined {
  return process.stdin.isTTY && !process.env["CI"] ? ask : undefined;
}

const ask: Ask = async (question) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};
