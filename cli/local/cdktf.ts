import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";
import { projectFile } from "../../environments/project";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import { MaskedLines } from "../../masking/files";

export interface CdktfProps {
  /** `deploy`, `destroy`, with stacks and options. */
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Folder of the project.
   *
   * @default this one
   */
  readonly cwd?: string;
  /** File that all output is appended to, without the secrets in it. */
  readonly log: string;
  /** Called for every finished stack: `local-platform: Apply complete! ...`. */
  onStack(line: string): void;
}

/** What a run of the CLI came to. */
export interface CdktfResult {
  readonly status: number;
  /** Lines that tell of errors, or the end of the output where none does. */
  readonly errors: string;
}

const FINISHED = /(Apply|Destroy) complete!/;
const STACK = /^([a-z]+(?:-[a-z]+)+)\s{2,}/;
const KEPT_LINES = 40;

/** Runs the project's own cdktf CLI without questions. */
export function cdktf({
  args,
  env,
  cwd = projectFile("."),
  log,
  onStack,
}: CdktfProps): Promise<CdktfResult> {
  const output = createWriteStream(log, { flags: "a" });
  const child = spawn(process.execPath, [cliProgram(), ...args], {
    cwd,
    env: { ...process.env, CI: "1", ...terraformEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const last: string[] = [];
  let stack = "";
  const take = (raw: string) => {
    const line = stripVTControlCharacters(raw);
    // Every block of output begins with its stack in the first column.
    stack = STACK.exec(line)?.[1] ?? stack;
    const text = line.trim();
    if (text === "") return;
    last.push(text);
    last.splice(0, last.length - KEPT_LINES);
    if (FINISHED.test(text)) onStack(`${stack}: ${text.replace(/^\S+\s{2,}/, "")}`);
  };
  const masked = new MaskedLines((lines) => output.write(lines));
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder("utf8");
    stream.on("data", (data: Buffer) => masked.take(decoder.write(data)));
    // Data comes in pieces that end anywhere, within a line too.
    createInterface({ input: stream }).on("line", take);
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      const errors = last.filter((line) => /error|╷|│/i.test(line));
      const result = {
        status: status ?? 1,
        errors: (errors.length > 0 ? errors : last).join("\n"),
      };
      // Whoever is told to look into the log must find all of it there.
      masked.end();
      output.end(() => resolve(result));
    });
  });
}

function cliProgram(): string {
  return projectFile("node_modules/cdktf-cli/bundle/bin/cdktf.js");
}
