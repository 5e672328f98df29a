import type { EventEmitter } from "node:events";
import path from "node:path";
import type * as Exit from "../../runtime/exit";
import { variablesWith, type ScriptResult } from "./run-script";

const STREAMS = ["stdout", "stderr"] as const;

/**
 * Runs a program of the project in this process, as new: with modules, arguments and
 * variables of its own. A start of Node and the build of a program take ten times as
 * long. That each does start is shown elsewhere: a command by `masking/commands.test.ts`, a
 * script of the pipeline by `scripts/ci/usage.test.ts`. One at a time.
 *
 * @param program ends by `runCommand`
 */
export async function runHere(
  program: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<ScriptResult> {
  const { argv, exitCode, env } = process;
  const output = { stdout: "", stderr: "" };
  const spies = STREAMS.map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      output[stream] += String(text);
      return true;
    }),
  );
  const forget = listeners();
  process.argv = [process.execPath, path.resolve(program), ...args];
  process.env = variablesWith(variables);
  process.exitCode = undefined;
  let ended: Promise<void> | undefined;
  jest.resetModules();
  jest.doMock("../../runtime/exit", () => {
    const actual = jest.requireActual<typeof Exit>("../../runtime/exit");
    const runCommand: typeof Exit.runCommand = (...given) => (ended = actual.runCommand(...given));
    return { ...actual, runCommand };
  });
  try {
    await import(path.resolve(program));
    if (ended === undefined) throw new Error(`${program} does not end by runCommand`);
    await ended;
    return { ...output, status: Number(process.exitCode ?? 0) };
  } finally {
    jest.dontMock("../../runtime/exit");
    forget();
    for (const spy of spies) spy.mockRestore();
    Object.assign(process, { argv, env, exitCode });
  }
}

/** Runs a script of the pipeline so: `scripts/ci/<name>.ts`. */
export function runCiHere(
  name: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<ScriptResult> {
  return runHere(`scripts/ci/${name}.ts`, args, variables);
}

/** @returns what takes away the listeners that a program adds from now on */
function listeners(): () => void {
  const events: readonly (readonly [EventEmitter, string])[] = [
    [process, "uncaughtException"],
    [process, "unhandledRejection"],
    ...STREAMS.map((stream) => [process[stream], "error"] as const),
  ];
  const all = events.map(([emitter, event]) => ({
    emitter,
    event,
    before: emitter.listeners(event),
  }));
  return () => {
    for (const { emitter, event, before } of all) {
      const added = emitter.listeners(event).filter((listener) => !before.includes(listener));
      for (const listener of added)
        Reflect.apply(emitter.removeListener, emitter, [event, listener]);
    }
  };
}
