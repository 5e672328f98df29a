import { createHash } from "node:crypto";
import { z } from "zod";
import { isObject } from "../../inventory/json";
import { References } from "../../inventory/references";
import { parseStack, remoteStateKey, type Stack, stateKey } from "../../inventory/stack-json";
import type { SynthesizedStack } from "../synthesis/synthesize";

/** An output of an earlier stack that a stack reads. */
export interface ConsumedOutput {
  /** Id of the stack that has it. */
  readonly producer: string;
  /** Name of the remote state data source that reads it. */
  readonly source: string;
  readonly output: string;
  /** What the producer's code says it will be; undefined where only an apply can tell. */
  readonly declared: unknown;
}

/** Values of a stack's outputs, as its state has them. */
export type OutputValues = Readonly<Record<string, unknown>>;

const REFERENCE = /data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;
const outputs = z.record(z.string(), z.object({ value: z.unknown() }));

/** Reads `terraform output -json`. */
export function readOutputs(json: unknown): OutputValues {
  return Object.fromEntries(
    Object.entries(outputs.parse(json)).map(([name, { value }]) => [name, value]),
  );
}

/** Which stack reads which outputs of which other, in an environment's synthesized stacks. */
export class Upstreams {
  private readonly stacks: readonly Stack[];
  private readonly references: References;

  constructor(synthesized: readonly SynthesizedStack[]) {
    this.stacks = synthesized.map(({ id, json }) => parseStack({ name: id, json }));
    this.references = new References(this.stacks);
  }

  /** Every output that a stack reads, once, in the order of names. */
  consumedBy(id: string): readonly ConsumedOutput[] {
    const consumer = this.stacks.find(({ name }) => name === id);
    if (consumer === undefined) return [];
    const { resource, data, output } = consumer;
    const found = [...JSON.stringify({ resource, data, output }).matchAll(REFERENCE)];
    const pairs = [...new Set(found.map(([, source, name]) => `${source} ${name}`))].sort();
    return pairs.flatMap((pair) => {
      const [source = "", name = ""] = pair.split(" ");
      const block = consumer.data["terraform_remote_state"]?.[source];
      const key = block === undefined ? undefined : remoteStateKey(block);
      const producer = this.stacks.find((stack) => key !== undefined && stateKey(stack) === key);
      if (producer === undefined) return [];
      return [
        { producer: producer.name, source, output: name, declared: this.declared(producer, name) },
      ];
    });
  }

  /** A value of a stack, with every reference that the code of its environment answers. */
  resolved(id: string, value: unknown): unknown {
    const stack = this.stacks.find(({ name }) => name === id);
    return stack === undefined ? value : this.references.in(stack)(value);
  }

  private declared(producer: Stack, name: string): unknown {
    const value = this.references.in(producer)(producer.output[name]?.["value"]);
    return JSON.stringify(value)?.includes("${") ? undefined : value;
  }
}

/** Tells whether what a stack reads has changed: the same values have the same hash. */
export function hashOutputs(
  consumed: readonly ConsumedOutput[],
  valuesOf: (producer: string) => OutputValues,
): string {
  const values = consumed.map(({ producer, output }) => [
    producer,
    output,
    sorted(valuesOf(producer)[output]),
  ]);
  return hash(JSON.stringify(values));
}

export function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
