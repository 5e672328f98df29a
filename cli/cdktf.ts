import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { projectFile } from "../environments/project";
import { terraformEnvironment } from "./terraform-environment";

export interface CdktfProps {
  /** `deploy`, `destroy`, with stacks and options. */
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** File that all output is appended to. */
  readonly log: string;
  /** Called for every finished stack: `local-platform  Apply complete! ...`. */
  onStack(line: string): void;
}

/** What a run of the CLI came to. */
export interface CdktfResult {
  readonly status: number;
  /** Lines that tell of errors, or the end of the output where none does. */
  readonly errors: string;
}

const FINISHED = /(Apply|Destroy) complete!/;
const KEPT_LINES = 40;

/** Runs the project's own cdktf CLI without questions. */
export function cdktf({ args, env, log, onStack }: CdktfProps): Promise<CdktfResult> {
  const output = createWriteStream(log, { flags: "a" });
  const child = spawn(process.execPath, [cliProgram(), ...args], {
    cwd: projectFile("."),
    env: { ...process.env, CI: "1", ...terraformEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const last: string[] = [];
  const take = (data: Buffer) => {
    output.write(data);
    for (const line of stripVTControlCharacters(data.toString()).split(/[\r\n]+/)) {
      const text = line.trim();
      if (text === "") continue;
      last.push(text);
      if (FINISHED.test(text)) onStack(text.replace(/\s+/g, " "));
    }
    last.splice(0, last.length - KEPT_LINES);
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      output.end();
      const errors = last.filter((line) => /error|╷|│/i.test(line));
      resolve({ status: status ?? 1, errors: (errors.length > 0 ? errors : last).join("\n") });
    });
  });
}

function cliProgram(): string {
  return projectFile("node_modules/cdktf-cli/bundle/bin/cdktf.js");
}
