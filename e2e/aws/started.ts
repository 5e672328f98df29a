/** Something that runs until it is stopped. */
interface Stoppable {
  stop(): Promise<unknown>;
}

/** What a run has started: stopped the other way round, however the run ends. */
export class Started {
  private readonly parts: Stoppable[] = [];

  /** @param signal of an interruption, seen after each start */
  constructor(private readonly signal: AbortSignal) {}

  /** @throws AbortError when the run was interrupted meanwhile */
  async add<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const part = await starting;
    this.parts.push(part);
    this.signal.throwIfAborted();
    return part;
  }

  /** One that cannot be stopped keeps none of the others running. */
  async stop(): Promise<void> {
    for (const part of this.parts.splice(0).reverse()) await part.stop().catch(() => undefined);
  }
}
