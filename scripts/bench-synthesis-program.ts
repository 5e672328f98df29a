import { App, TerraformStack } from "cdktf";
import { synthesize } from "../cli/synthesis/synthesize";
import { loadEnvironments } from "../environments";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { print } from "../masking/output";

/**
 * Synthesizes an environment many times under other names, alike or each with sizes of its own, or once with many workers,
 * and prints what App.synth took of it. bench-synthesis.ts builds it in the checkout
 * that it measures, so it uses nothing but what there was at all times.
 */
const [, , what = "alike", count = "1"] = process.argv;
const SAMPLES = 5;

let used = 0;
let isInside = false;

/** Counts CPU seconds of a method, without those of a call inside another. */
function counted(this: unknown, run: () => unknown): unknown {
  if (isInside) return run.call(this);
  isInside = true;
  const before = process.cpuUsage();
  try {
    return run.call(this);
  } finally {
    const { user, system } = process.cpuUsage(before);
    used += (user + system) / 1_000_000;
    isInside = false;
  }
}

/** Counts what cdktf does with what is built, whether App.synth is called for it or its parts. To ask for the CPU takes longer than some of it. */
function countSynth(): void {
  const { synth } = App.prototype;
  App.prototype.synth = function () {
    counted.call(this, synth);
  };
  const { prepareStack, toTerraform } = TerraformStack.prototype;
  TerraformStack.prototype.prepareStack = function () {
    counted.call(this, prepareStack);
  };
  TerraformStack.prototype.toTerraform = function (): unknown {
    return counted.call(this, toTerraform);
  };
}

const [first] = loadEnvironments(ENVIRONMENT_NAMES, process.env).filter(
  ({ name }) => name === "staging",
);
if (first === undefined) throw new Error("there is no environment staging");

if (what !== "workers") {
  const specs = Array.from({ length: Number(count) }, (_, index) =>
    Object.assign({}, what === "differing" ? differing(first, index) : first, {
      name: `staging${index}`,
      state: { ...first.state, project: `project-${index}` },
    }),
  );
  print(`${JSON.stringify({ environments: synthesize(specs, undefined).environments.length })}\n`);
} else {
  countSynth();
  const spec = withWorkers(first, Number(count));
  const samples = Array.from({ length: SAMPLES + 1 }, () => {
    used = 0;
    const { environments } = synthesize([spec], undefined);
    const bytes = environments
      .flatMap(({ stacks }) => stacks)
      .reduce((sum, { json }) => sum + JSON.stringify(json).length, 0);
    return { seconds: used, bytes };
  });
  print(`${JSON.stringify(samples.slice(1))}\n`);
}

/**
 * The same data with hosts, sizes and secrets' folder of its own: environments that differ in
 * their name alone would be answered from what is known of the one before. Namespaces are
 * the application's, the same in every cluster.
 */
function differing<Value>(value: Value, index: number): Value {
  const copied = (part: unknown, key: string): unknown => {
    if (Array.isArray(part)) return part.map((each) => copied(each, key));
    if (typeof part === "string") {
      if (key === "folder") return `${part}-${index}`;
      return key === "host" || key === "server" ? part.replace(/[^:/]+\./, `$&e${index}.`) : part;
    }
    if (typeof part === "number") return key === "max" ? Math.max(1, part - (index % 5)) : part;
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, inner]) => [name, copied(inner, name)]),
    );
  };
  return Object.assign({}, value, copied(value, ""));
}

/** The first list of workers, wherever the environment has it, of this many. */
function withWorkers<Value>(value: Value, length: number): Value {
  let isDone = false;
  const copied = (part: unknown, key: string): unknown => {
    if (Array.isArray(part)) {
      const [model]: readonly unknown[] = part;
      if (key !== "workers" || isDone) return part.map((each) => copied(each, ""));
      isDone = true;
      return Array.from({ length }, (_, index) =>
        Object.assign({}, model, { name: `worker-${index}`, queues: [`queue-${index}`] }),
      );
    }
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, inner]) => [name, copied(inner, name)]),
    );
  };
  return Object.assign({}, value, copied(value, ""));
}
