import type { SynthesizedStack } from "../synthesis/synthesize";
import type { StackRuns } from "./stack-runs";
import {
  type ConsumedOutput,
  hashOutputs,
  type OutputValues,
  readOutputs,
  Upstreams,
} from "./upstream";

/** What stacks read of earlier ones: by their code, and as the states have it. */
export class StackOutputs {
  private readonly upstreams: Upstreams;
  private readonly values = new Map<string, OutputValues>();

  constructor(
    private readonly all: readonly SynthesizedStack[],
    private readonly runs: StackRuns,
  ) {
    this.upstreams = new Upstreams(all);
  }

  /** Outputs of earlier stacks that a stack's code reads. */
  consumedBy(id: string): readonly ConsumedOutput[] {
    return this.upstreams.consumedBy(id);
  }

  /** A block of a stack with the values that its own code declares in place of references. */
  resolved(id: string, block: unknown): unknown {
    return this.upstreams.resolved(id, block);
  }

  /** Reads the states of the earlier stacks that a stack reads from, each once. */
  async readFor(stack: SynthesizedStack): Promise<void> {
    const producers = new Set(this.consumedBy(stack.id).map(({ producer }) => producer));
    for (const producer of this.all.filter(({ id }) => producers.has(id))) {
      if (this.values.has(producer.id)) continue;
      const terraform = await this.runs.of(producer);
      this.values.set(producer.id, readOutputs(await terraform.outputs()));
    }
  }

  /** Hash of what a stack reads of earlier ones; to be asked after {@link readFor}. */
  hashFor({ id }: Pick<SynthesizedStack, "id">): string {
    return hashOutputs(this.consumedBy(id), (producer) => this.of(producer));
  }

  /** What {@link readFor} found; no outputs: the stack was never applied. */
  of(id: string): OutputValues {
    return this.values.get(id) ?? {};
  }

  /** After an apply outputs are what they are then. */
  forget(id: string): void {
    this.values.delete(id);
  }
}
