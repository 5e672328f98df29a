import type { parseArgs } from "node:util";
import type { ConfigurationIssue } from "../environments/errors";
import { closest } from "../environments/suggest";
import { misuse } from "./misuse";
import type { Options } from "./usage";

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type OptionToken = Extract<Token, { readonly kind: "option" }>;

/** What a command takes. */
interface Taken {
  readonly options: Options;
  readonly usage: string;
}

const EMPTY = "an argument is empty, as that of a variable which is not set";

/** What is wrong with a command line, as it was parsed without a check, whatever its positionals mean. */
export function optionIssues(
  tokens: readonly Token[],
  taken: Taken,
): readonly ConfigurationIssue[] {
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const empty = tokens.some((token) => token.kind === "positional" && token.value === "")
    ? [misuse("", EMPTY, taken.usage)]
    : [];
  const wrongOptions = given.flatMap((token, index) => {
    const earlier = given.slice(0, index).filter(({ name }) => name === token.name);
    const wrong = formIssue(token, taken) ?? differenceIssue(token, earlier.at(-1), taken);
    return wrong === undefined ? [] : [wrong];
  });
  return [...empty, ...wrongOptions];
}

function formIssue(
  { name, rawName, value, inlineValue }: OptionToken,
  { options, usage }: Taken,
): ConfigurationIssue | undefined {
  const known = Object.hasOwn(options, name) ? options[name] : undefined;
  if (known === undefined) {
    const near = closest(name, Object.keys(options));
    const fix = near === undefined ? usage : `use --${near}`;
    return misuse(rawName, "there is no such option", fix, rawName);
  }
  if (known.type === "boolean") {
    return value === undefined
      ? undefined
      : misuse(value, `${rawName} takes no value`, `write ${rawName} alone`, rawName);
  }
  // Without "=", what begins with a dash is the next option rather than a value.
  // An empty one is mostly a variable of a script that is not set.
  if (value === "" && known.mayBeEmpty === true) return undefined;
  if (!value || (inlineValue === false && /^-./.test(value))) {
    const example = `${rawName} ${known.value ?? "VALUE"}`;
    const fix = !value ? `write ${example}` : `write ${example}, or ${rawName}=${value}`;
    return misuse(value, `${rawName} needs a value`, fix, rawName);
  }
  return undefined;
}

/** The last one would win without a word. */
function differenceIssue(
  { name, rawName, value }: OptionToken,
  earlier: OptionToken | undefined,
  { options }: Taken,
): ConfigurationIssue | undefined {
  if (earlier === undefined || earlier.value === value || options[name]?.multiple === true) {
    return undefined;
  }
  const both = `${earlier.value}, ${value}`;
  return misuse(both, `${rawName} is given with different values`, "give it once", rawName);
}
