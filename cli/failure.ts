/** Something that a command needs cannot be had, or did not work: what, and what to do about it. */
export class CommandFailure extends Error {
  override readonly name: string = "CommandFailure";

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
