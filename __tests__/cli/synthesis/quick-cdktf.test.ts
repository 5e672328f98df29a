import {
  App,
  Fn,
  Lazy,
  TerraformElement,
  TerraformLocal,
  TerraformStack,
  Token,
  Tokenization,
  DefaultTokenResolver,
  StringConcat,
} from "cdktf";
import { finish, withQuickCdktf } from "../../../cli/synthesis/quick-cdktf";
import { loadEnvironments } from "../../../environments";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { buildEnvironment } from "../../../stacks";
import { temporaryFolder } from "../../support/temporary-folder";

/** What cdktf makes of a value, and what is made of it quickly. */
function both(value: unknown): { readonly slow: unknown; readonly quick: unknown } {
  const scope = new TerraformStack(new App({ outdir: temporaryFolder() }), "a");
  const resolver = new DefaultTokenResolver(new StringConcat());
  const outcome = () => {
    try {
      return { value: Tokenization.resolve(value, { scope, resolver }) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : error };
    }
  };
  return { slow: outcome(), quick: withQuickCdktf(outcome) };
}

const word = Token.asString(Lazy.stringValue({ produce: () => "word" }));
const number = Token.asNumber(Lazy.numberValue({ produce: () => 7 }));
const nothing = Token.asString(Lazy.stringValue({ produce: () => undefined }));
const reference = Token.asString(Lazy.anyValue({ produce: () => "${aws_vpc.main.id}" }));
const circle: Record<string, unknown> = {};
circle["again"] = circle;

test.each<[string, unknown]>([
  [
    "texts, numbers and nothing",
    { a: "x", b: 1.5, c: null, d: undefined, e: [1, undefined, []], f: {} },
  ],
  [
    "a token alone, in a text, in a list, as a key",
    { a: word, b: `<${word}|${word}>`, c: [word, "x"], [word]: 1 },
  ],
  [
    "a token that is no text",
    { a: Token.asString(Lazy.anyValue({ produce: () => ({ b: [1] }) })) },
  ],
  ["a token without a value", { a: nothing, b: `<${nothing}>` }],
  ["a number that is a token", { a: number, b: [number, 2], c: `<${number}>` }],
  ["a list that is a token", { a: Token.asList(Lazy.listValue({ produce: () => ["a", "b"] })) }],
  ["numbers that are a token", { a: Token.asNumberList(Lazy.anyValue({ produce: () => [1, 2] })) }],
  [
    "a map that is a token",
    { a: Token.asStringMap(Lazy.anyValue({ produce: () => ({ b: "c" }) })) },
  ],
  ["a token as it is", { a: Lazy.anyValue({ produce: () => [word] }) }],
  [
    "a reference in braces, and beside an expression",
    { a: `{"b":{"c":"${reference}"}}`, b: "${x}", c: `\${y(${reference})}}` },
  ],
  ["a dashboard's variables", { a: `{"d":"$${"{"}datasource}","e":"${reference}"}` }],
  [
    "a function of Terraform",
    { a: Fn.join("-", [word, reference]), b: `<${Fn.upper(reference)}>` },
  ],
  ["digests and what looks like a number", { a: "sha256:12e45f+3e", "1e5": "-1.5e+300" }],
  ["a date", { a: new Date(0) }],
  ["a function, which it refuses", { a: { b: () => 1 } }],
  ["a construct, which it refuses", { a: [new App({ outdir: temporaryFolder() })] }],
  ["a circle, which it refuses", circle],
  ["a member of a map's token, which it refuses", { a: Token.STRING_MAP_TOKEN_VALUE }],
  ["a list's token in a text, which it refuses", { a: `${Token.asList(word)[0]}` }],
])("%s: what is resolved quickly is what cdktf makes of it", (_what, value) => {
  const { slow, quick } = both(value);
  expect(quick).toEqual(slow);
});

test("every stack of every environment is the same, quickly or not", () => {
  const stacksOf = (after: (app: App) => void) => {
    const app = new App({ outdir: temporaryFolder() });
    const stacks = loadEnvironments(ENVIRONMENT_NAMES, {}).flatMap((spec) =>
      buildEnvironment(app, spec),
    );
    after(app);
    for (const stack of stacks) stack.prepareStack();
    return stacks.map((stack) => JSON.stringify(stack.toTerraform()));
  };
  const slow = stacksOf(() => undefined);
  expect(slow.length).toBeGreaterThan(10);
  expect(withQuickCdktf(() => stacksOf(finish))).toEqual(slow);
});

/** An element that counts how often it is asked what it is. */
class Counted extends TerraformElement {
  asked = 0;
  resolvedTimes = 0;

  override toTerraform() {
    this.asked += 1;
    const produce = () => {
      this.resolvedTimes += 1;
      return "word";
    };
    return { locals: { [this.node.id]: Token.asString(Lazy.stringValue({ produce })) } };
  }
}

/** Two elements of a stack that is prepared and written. */
function counted(after: (app: App) => void) {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new TerraformStack(app, "a");
  const elements = [new Counted(stack, "one"), new Counted(stack, "two")];
  after(app);
  app.synth();
  return elements.map(({ asked, resolvedTimes }) => ({ asked, resolvedTimes }));
}

test("an element that is finished is asked and resolved once, where cdktf does it twice", () => {
  const each = (times: number) => Array(2).fill({ asked: times, resolvedTimes: times });
  expect(counted(() => undefined)).toEqual(each(2));
  expect(withQuickCdktf(() => counted(finish))).toEqual(each(1));
});

test("a token is resolved once in a finished stack, wherever it stands, and in each stack for itself", () => {
  let resolvedTimes = 0;
  const nameOfStack = Token.asString(
    Lazy.stringValue({
      produce: ({ scope }) => {
        resolvedTimes += 1;
        return scope.node.path;
      },
    }),
  );
  const locals = withQuickCdktf(() => {
    const app = new App({ outdir: temporaryFolder() });
    const stacks = ["a", "b"].map((id) => new TerraformStack(app, id));
    for (const stack of stacks) {
      new TerraformLocal(stack, "alone", nameOfStack);
      new TerraformLocal(stack, "within", `<${nameOfStack}>${nameOfStack}`);
    }
    finish(app);
    return stacks.map((stack): unknown => Reflect.get(Object(stack.toTerraform()), "locals"));
  });
  expect(locals).toEqual([
    { alone: "a", within: "<a>a" },
    { alone: "b", within: "<b>b" },
  ]);
  expect(resolvedTimes).toBe(2);
});

test("a token of a stack that is not finished is resolved each time", () => {
  let value = 0;
  const stack = new TerraformStack(new App({ outdir: temporaryFolder() }), "a");
  const text = Token.asString(Lazy.stringValue({ produce: () => String((value += 1)) }));
  new TerraformLocal(stack, "counted", `<${text}>`);
  const made = () => Reflect.get(Object(stack.toTerraform()), "locals");
  expect(withQuickCdktf(() => [made(), made()])).toEqual([{ counted: "<1>" }, { counted: "<2>" }]);
});

/** Numbers of tokens that cdktf has in memory. */
function knownTokens(): readonly number[] {
  const parts: readonly unknown[] = Object.values(
    Object(Reflect.get(globalThis, "__cdktfTokenMap")),
  );
  return parts.flatMap((part) => (part instanceof Map ? [part.size] : []));
}

test("tokens of a synthesis are forgotten after it, those before it are not", () => {
  const before = knownTokens();
  expect(before.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(0);
  const during = withQuickCdktf(() => {
    counted(finish);
    Token.asNumber(Lazy.numberValue({ produce: () => 7 }));
    return knownTokens();
  });
  expect(during).not.toEqual(before);
  expect(knownTokens()).toEqual(before);
  expect(both({ a: word, b: number }).quick).toEqual({ value: { a: "word", b: 7 } });
});

test("afterwards cdktf is as it was, also where the synthesis fails", () => {
  const { resolve } = Tokenization;
  const { captureStackTrace } = Error;
  const fails = () =>
    withQuickCdktf(() => {
      throw new Error("fails");
    });
  expect(fails).toThrow("fails");
  expect(Tokenization.resolve).toBe(resolve);
  expect(Error.captureStackTrace).toBe(captureStackTrace);
});
