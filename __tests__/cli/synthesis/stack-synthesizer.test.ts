import { readFileSync } from "node:fs";
import path from "node:path";
import { Annotations, App, Aspects, Fn, TerraformOutput, TerraformStack } from "cdktf";
import fc from "fast-check";
import { StackInMemory } from "../../../cli/synthesis/stack-synthesizer";
import { writtenJson } from "../../../cli/synthesis/written-json";
import { temporaryFolder } from "../../support/temporary-folder";

type Fill = (stack: TerraformStack) => void;

function stackOf(fill: Fill) {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new TerraformStack(app, "a");
  fill(stack);
  return { app, stack };
}

/** What cdktf writes of a stack: its file, and what the manifest says of it. */
function written(fill: Fill) {
  const { app } = stackOf(fill);
  app.synth();
  const file = (name: string) => readFileSync(path.join(app.outdir, name), "utf8");
  return { text: file("stacks/a/cdk.tf.json"), manifest: app.manifest.stacks };
}

function inMemory(fill: Fill) {
  const { app, stack } = stackOf(fill);
  const synthesizer = new StackInMemory(stack);
  stack.prepareStack();
  synthesizer.synthesize({ outdir: app.outdir, manifest: app.manifest });
  return {
    json: synthesizer.json,
    text: writtenJson(synthesizer.json),
    manifest: app.manifest.stacks,
  };
}

/** A stack and a construct in it, with these remarks. */
const filled: Fill = (stack) => {
  stack.addOverride("terraform.required_version", ">= 1.10.0");
  new TerraformOutput(stack, "one", { value: Fn.upper("x"), description: 'é\u2028"' });
  Annotations.of(stack).addWarning("take care");
};

test("a stack in memory is to the letter what cdktf writes, and so is its entry of the manifest", () => {
  const { text, manifest } = inMemory(filled);
  expect(text).toContain('"value": "${upper(');
  expect({ text, manifest }).toEqual(written(filled));
});

test("its JSON is what a reader of the file gets, in the same order", () => {
  const { json } = inMemory(filled);
  const read: unknown = JSON.parse(written(filled).text);
  expect(JSON.stringify(json)).toBe(JSON.stringify(read));
});

test("whatever JSON holds is written as cdktf writes it: lists and objects of nothing, keys that are numbers", () => {
  const holding =
    (value: unknown): Fill =>
    (stack) =>
      stack.addOverride("locals", { value: [value] });
  const special = { b: [], a: {}, "10": 1, "9": [[]], "-": { c: undefined, d: null }, "//": [1.5] };
  expect(inMemory(holding(special)).text).toBe(written(holding(special)).text);
  const named = { toJSON: { b: 1, a: 2 }, day: new Date(0) };
  expect(inMemory(holding(named)).text).toBe(written(holding(named)).text);
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, (value) => {
      const { json: read, text } = inMemory(holding(value));
      expect(text).toBe(written(holding(value)).text);
      expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 60 },
  );
});

test("what a stack or a construct says is wrong fails the synthesis, by its path", () => {
  const says: Fill = (stack) => Annotations.of(stack).addError("has no backend");
  expect(() => inMemory(says)).toThrow("[a] has no backend");
  const refuses: Fill = (stack) => stack.node.addValidation({ validate: () => ["is too small"] });
  expect(() => inMemory(refuses)).toThrow("[a] is too small");
  expect(() => written(refuses)).toThrow("[a] is too small");
});

test("the CDKTF CLI gets errors in the manifest, where it asks for them", () => {
  const name = "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS";
  const says: Fill = (stack) => Annotations.of(stack).addError("has no backend");
  process.env[name] = "true";
  try {
    expect(inMemory(says).manifest).toEqual(written(says).manifest);
  } finally {
    delete process.env[name];
  }
});

test("an aspect visits every construct before the stack is written", () => {
  const visited: string[] = [];
  inMemory((stack) => {
    new TerraformOutput(stack, "one", { value: "x" });
    Aspects.of(stack).add({ visit: ({ node }) => visited.push(node.path) });
  });
  expect(visited).toEqual(expect.arrayContaining(["a", "a/one"]));
});
