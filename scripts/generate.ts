import { say } from "../masking/output";
import { EXIT, runCommand } from "../runtime/exit";
import { references } from "./references";
import { writeChanged } from "./references/reference";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";

const COMMAND = new CommandLine({
  call: "npm run generate",
  does: "Writes every generated document that changed.",
  takes: "",
  options: {},
});

/** `npm run generate`: writes every generated document that changed. */
void runCommand(() => {
  scriptArguments(COMMAND);
  say("rendering the documents of code, data and scaling");
  writeChanged(references());
  return EXIT.ok;
});
