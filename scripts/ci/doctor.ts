import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { environmentOf } from "./lib/environment";
import { fenced } from "./lib/markdown";
import { writeSummary } from "./lib/outputs";
import { runProgram } from "./lib/run";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/doctor.ts",
  does: "Keeps what the doctor says of an environment.",
  takes: "ENV FOLDER",
  options: {},
});

/**
 * What `npm run doctor` says of an environment, kept as doctor.txt and
 * doctor.json and added to the summary. Exit status 0 whatever it finds: this is
 * run because something has failed already.
 */
void runCommand(async () => {
  const [name = "", given = ""] = scriptArguments(COMMAND).positionals;
  const { name: environment } = environmentOf(name);
  const folder = fromCaller(given);
  mkdirSync(folder, { recursive: true });
  const { stdout, status } = await runProgram("cli/doctor/index.ts", [environment]);
  const text =
    stdout === "" ? `doctor could not look (exit status ${status}): see this step's log\n` : stdout;
  writeFileSync(path.join(folder, "doctor.txt"), text);
  writeSummary(`## Doctor of ${environment}\n\n${fenced(text.trim())}\n`);
  if (stdout === "") return EXIT.ok;
  const json = await runProgram("cli/doctor/index.ts", [environment, "--json"]);
  writeFileSync(path.join(folder, "doctor.json"), json.stdout);
  return EXIT.ok;
});
