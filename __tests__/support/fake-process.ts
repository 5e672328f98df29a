import type * as managedProcess from "../../testbed/managed-process";

const actual: typeof managedProcess = jest.requireActual("../../testbed/managed-process");
export const { describeEnding, lastLines } = actual;

/** Every process that was started, oldest first. */
export const processes: ManagedProcess[] = [];

/** A process in place of testbed/managed-process that ends when the test says so. */
export class ManagedProcess {
  /** What it was given to end by itself; undefined while nobody has asked it to. */
  graceMs: number | undefined;
  readonly pid = 4242;
  readonly ended: Promise<managedProcess.ServerEnding>;
  private resolve: (ending: managedProcess.ServerEnding) => void = () => {};

  constructor(readonly command: managedProcess.ServerCommand) {
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    processes.push(this);
  }

  stop(graceMs: number): Promise<managedProcess.ServerEnding> {
    this.graceMs = graceMs;
    return this.ended;
  }

  end(how: string): void {
    const { name } = this.command;
    this.resolve({ name, how, unexpected: this.graceMs === undefined, lastLines: "" });
  }
}
