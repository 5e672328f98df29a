import { CommandLine } from "../../runtime/command-line";
import { paintFor } from "../../runtime/paint";

const RED = "\u001b[31mx\u001b[39m";
const before = { ...process.env };
const isTty = process.stdout.isTTY;

function painted(variables: Readonly<Record<string, string>>, isTerminal: boolean): string {
  for (const name of ["FORCE_COLOR", "NO_COLOR", "TERM"]) delete process.env[name];
  Object.assign(process.env, variables);
  Object.defineProperty(process.stdout, "isTTY", { value: isTerminal, configurable: true });
  return paintFor("stdout")("red", "x");
}

afterEach(() => {
  process.env = { ...before };
  Object.defineProperty(process.stdout, "isTTY", { value: isTty, configurable: true });
});

test.each([
  ["a terminal", {}, true, RED],
  ["a pipe", {}, false, "x"],
  ["a terminal with NO_COLOR", { NO_COLOR: "1" }, true, "x"],
  ["a terminal with an empty NO_COLOR", { NO_COLOR: "" }, true, RED],
  ["a dumb terminal", { TERM: "dumb" }, true, "x"],
  ["a pipe with FORCE_COLOR", { FORCE_COLOR: "1" }, false, RED],
  ["a pipe with FORCE_COLOR without a value", { FORCE_COLOR: "" }, false, RED],
  ["a terminal where npm took --no-color", { npm_config_color: "" }, true, "x"],
  ["a terminal with FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, "x"],
])("colors follow the convention on %s", (_, variables, isTerminal, text) => {
  expect(painted(variables, isTerminal)).toBe(text);
});

test("every command takes --no-color, before FORCE_COLOR", () => {
  expect(painted({ FORCE_COLOR: "1" }, false)).toBe(RED);
  const command = new CommandLine({ call: "npm start --", does: "Does.", takes: "", options: {} });
  expect(command.parse(["--no-color", "local"]).positionals).toEqual(["local"]);
  expect(paintFor("stdout")("red", "x")).toBe("x");
});
