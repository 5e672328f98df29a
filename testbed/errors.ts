/** What a person must change before a testbed can run: a tool, a provider, a chart, a port. */
export class TestbedError extends Error {
  override readonly name = "TestbedError";

  /**
   * @param message what is wrong, and where
   * @param remedy what to do about it
   */
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}
