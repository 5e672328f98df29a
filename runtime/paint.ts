import { styleText } from "node:util";
import { isTerminal } from "../masking/output";

/** Option of every command. */
export const NO_COLOR_OPTION = "--no-color";

/** From here on nothing is colored. */
export function withoutColors(): void {
  delete process.env["FORCE_COLOR"];
  process.env["NO_COLOR"] = "1";
}

/** Colors words, where the output takes colors. */
export type Paint = (color: "red" | "yellow" | "green", text: string) => string;

/**
 * Colors on a terminal. FORCE_COLOR (not `0` or `false`) colors everywhere;
 * NO_COLOR, `--no-color` and TERM=dumb nowhere.
 */
export function paintFor(stream: "stdout" | "stderr"): Paint {
  const colors = takesColors(stream);
  return (color, text) => (colors ? styleText(color, text, { validateStream: false }) : text);
}

function takesColors(stream: "stdout" | "stderr"): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = process.env;
  // Of `npm start --no-color`, which npm takes for itself.
  if (process.env["npm_config_color"] === "") return false;
  // Set without a value it means yes, as for Node itself.
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTerminal(stream) && !refused && terminal !== "dumb";
}
