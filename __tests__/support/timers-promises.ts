/**
 * `node:timers/promises` on the timers that jest fakes, which leaves that module alone:
 *
 *     jest.mock("node:timers/promises", () => jest.requireActual("../support/timers-promises"));
 */
function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    globalThis.setTimeout(resolve, milliseconds);
  });
}

export { sleep as setTimeout };
