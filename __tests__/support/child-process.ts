import type * as childProcess from "node:child_process";

/**
 * `node:child_process` for tests that change PATH: jest gives a test a copy of
 * the process's variables, which spawnSync does not look at by itself.
 *
 *     jest.mock("node:child_process", () => jest.requireActual("../support/child-process"));
 */
const actual: typeof childProcess = jest.requireActual("node:child_process");

export const { spawn } = actual;

export function spawnSync(
  program: string,
  args: readonly string[],
  options: childProcess.SpawnSyncOptions = {},
) {
  return actual.spawnSync(program, args, { env: process.env, ...options });
}
