import { createWriteStream } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { projectFile } from "../../environments/project";
import { run } from "../../runtime/process/run";
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
  /** Called for what goes on: a stack that is begun or finished, and a resource that takes more than 10 s. */
  onStep(line: string): void;
}

/** What a run of the CLI came to. */
export interface CdktfResult {
  readonly status: number;
  /** Lines that tell of errors, or the end of the output where none does. */
  readonly errors: string;
}

const FINISHED = /(Apply|Destroy) complete!/;
const BEGUN = /: (Creat|Modify|Destroy)ing\.\.\./;
const GOES_ON = /(\S+: Still \w+ing\.\.\. \[).*?(\w+ elapsed\])/;
const STACK = /^([a-z]+(?:-[a-z]+)+)\s{2,}/;
const KEPT_LINES = 40;

/** Runs the project's own cdktf CLI without questions. */
export async function cdktf({
  args,
  env,
  cwd = projectFile("."),
  log,
  onStep,
}: CdktfProps): Promise<CdktfResult> {
  const output = createWriteStream(log, { flags: "a" });
  const last: string[] = [];
  const begun = new Set<string>();
  let stack = "";
  const take = (raw: string) => {
    const line = stripVTControlCharacters(raw);
    // Every block of output begins with its stack in the first column.
    stack = STACK.exec(line)?.[1] ?? stack;
    const text = line.trim();
    if (text === "") return;
    last.push(text);
    last.splice(0, last.length - KEPT_LINES);
    const step = stepOf(text.replace(/^\S+\s{2,}/, ""), !begun.has(stack));
    if (step === undefined) return;
    begun.add(stack);
    onStep(`${stack}: ${step}`);
  };
  const masked = new MaskedLines((lines) => output.write(lines));
  const ended = await run({
    program: process.execPath,
    args: [cliProgram(), ...args],
    cwd,
    env: { CI: "1", ...terraformEnvironment(), ...env },
    keep: false,
    // Terraform below it ends what it is at, writes its state and gives its lock back.
    graceSeconds: Infinity,
    onLine: (line) => {
      masked.take(`${line}\n`);
      take(line);
    },
  });
  masked.end();
  // The log must be whole before its readers hear of it.
  await new Promise<void>((resolve) => output.end(resolve));
  const errors = last.filter((line) => /error|╷|│/i.test(line));
  return { status: ended.status, errors: (errors.length > 0 ? errors : last).join("\n") };
}

/** What a line tells of a stack's work, if people wait for it. */
function stepOf(text: string, first: boolean): string | undefined {
  if (FINISHED.test(text)) return text;
  if (first && BEGUN.test(text)) return "at work";
  const [, what, since] = GOES_ON.exec(text) ?? [];
  return what === undefined ? undefined : `${what}${since ?? ""}`;
}

function cliProgram(): string {
  return projectFile("node_modules/cdktf-cli/bundle/bin/cdktf.js");
}
