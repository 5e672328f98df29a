import path from "node:path";
import { run } from "../process/run";
import type { TerraformBinary } from "./binary";
import { runFollowed } from "./followed-process";
import {
  type Diagnostic,
  type Message,
  readDiagnostics,
  readMessage,
  type ResourceProgress,
} from "./messages";
import { condense, StackFailure, type TerraformStep } from "./stack-failure";

export interface TerraformProps {
  readonly binary: TerraformBinary;
  readonly environment: string;
  /** Id of the stack, for messages. */
  readonly stack: string;
  /** Absolute path of the synthesized stack. */
  readonly folder: string;
  /** Folder for the logs of every step. */
  readonly logs: string;
  /** Of every program that is run. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What comes up while a step runs. */
export interface StepListener {
  onResource?(progress: ResourceProgress): void;
  onWarning?(warning: Diagnostic): void;
  /** Number of the process that is at work. */
  onStart?(pid: number): void;
}

/** What a step said, and how it ended. */
interface StepEnd {
  readonly status: number;
  readonly messages: readonly Message[];
}

const SHOWN_WORDS = 15;
const MOST_OUTPUT = 512 * 1024 * 1024;
/** A workspace of Terraform Cloud that has no state yet; a local state without outputs is no error. */
const NO_STATE_YET = /could not read state version outputs: resource not found/;

/**
 * One stack's Terraform (or OpenTofu). Every method throws a StackFailure that
 * says which stack, which resource, why, and what to do about it.
 */
export class Terraform {
  constructor(private readonly props: TerraformProps) {}

  /** Gets providers and backend ready. */
  async init(...options: readonly string[]): Promise<void> {
    await this.step("init", ["-input=false", "-no-color", ...options], [0], {});
  }

  /**
   * Plans into a file.
   *
   * @returns whether anything, an output too, would change
   */
  async plan(file: string, listener: StepListener = {}): Promise<boolean> {
    const args = ["-input=false", "-json", "-detailed-exitcode", `-out=${file}`];
    const { status } = await this.step("plan", args, [0, 2], listener);
    return status === 2;
  }

  /** Applies a saved plan. */
  async apply(file: string, listener: StepListener = {}): Promise<void> {
    await this.step("apply", ["-input=false", "-json", file], [0], listener);
  }

  /** Takes an object that is there into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.step("import", ["-input=false", "-no-color", address, id], [0], {});
  }

  /** A saved plan as JSON; without a file, the state. */
  async show(file?: string): Promise<unknown> {
    return this.read("show", ["-no-color", "-json", ...(file === undefined ? [] : [file])]);
  }

  /** Outputs of the state; none when it was never applied. */
  async outputs(): Promise<unknown> {
    try {
      return await this.read("output", ["-no-color", "-json"]);
    } catch (error) {
      const said = error instanceof StackFailure ? error.errors.map(({ cause }) => cause) : [];
      if (said.some((cause) => NO_STATE_YET.test(cause))) return {};
      throw error;
    }
  }

  /** The state as it is kept, which takes no provider; undefined when there is none. */
  async pull(): Promise<unknown> {
    return this.read("state", ["pull"]);
  }

  /** Plans of the test runs in the folder. */
  async testPlans(): Promise<readonly unknown[]> {
    const { messages } = await this.step("test", ["-json", "-verbose"], [0], {});
    return messages.flatMap((message) => (message.kind === "testPlan" ? [message.plan] : []));
  }

  private async step(
    step: TerraformStep,
    args: readonly string[],
    good: readonly number[],
    listener: StepListener,
  ): Promise<StepEnd> {
    const { binary, folder, env, logs, stack } = this.props;
    const log = path.join(logs, `${stack}.${step}.log`);
    const messages: Message[] = [];
    const { status, interrupted } = await runFollowed({
      program: binary.program,
      args: [`-chdir=${folder}`, step, ...args],
      env,
      log,
      onStart: listener.onStart,
      onLine: (line) => {
        const message = readMessage(line);
        messages.push(message);
        if (message.kind === "resource") listener.onResource?.(message.progress);
        if (message.kind === "diagnostic" && message.diagnostic.severity === "warning") {
          listener.onWarning?.(message.diagnostic);
        }
      },
    });
    if (good.includes(status) && !interrupted) return { status, messages };
    throw this.failure(step, messages, log, interrupted);
  }

  private failure(
    step: TerraformStep,
    messages: readonly Message[],
    log: string,
    interrupted: boolean,
  ): StackFailure {
    const { environment, folder, binary, stack } = this.props;
    const words = messages.flatMap((message) => (message.kind === "text" ? [message.text] : []));
    const diagnostics = [
      ...messages.flatMap((message) => (message.kind === "diagnostic" ? [message.diagnostic] : [])),
      ...readDiagnostics(words.join("\n")),
    ];
    const lastWords = words.filter((text) => text.trim() !== "").slice(-SHOWN_WORDS);
    const errors = condense(diagnostics, lastWords, {
      environment,
      program: binary.program,
      product: binary.product,
      folder: path.relative(process.cwd(), folder),
    });
    return new StackFailure(stack, step, errors, path.relative(process.cwd(), log), interrupted);
  }

  /** Short questions, whose answer is JSON on stdout. */
  private async read(step: TerraformStep, args: readonly string[]): Promise<unknown> {
    const { binary, folder, env, logs, stack } = this.props;
    const ended = await run({
      program: binary.program,
      args: [`-chdir=${folder}`, step, ...args],
      ...{ env, mostBytes: MOST_OUTPUT },
    });
    const { ok, stdout, stderr } = ended;
    if (ok) return stdout.trim() === "" ? undefined : JSON.parse(stdout);
    const said = ended.how === "exit" ? `${stderr}\n${stdout}` : ended.summary;
    const messages = said.split("\n").map((text): Message => ({ kind: "text", text }));
    throw this.failure(step, messages, path.join(logs, `${stack}.${step}.log`), false);
  }
}
