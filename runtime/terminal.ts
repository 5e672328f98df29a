import { ask } from "../masking/output";

/** Asks a person, and gives back what was typed. */
export type Ask = (question: string) => Promise<string>;

/** Asks the person at the terminal; undefined when there is none. */
export function terminalAsk(): Ask | undefined {
  return process.stdin.isTTY && !process.env["CI"] ? ask : undefined;
}
