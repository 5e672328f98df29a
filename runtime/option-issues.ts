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

/** Everything that is wrong with the options of a command line, as they were parsed without a check. */
export function optionIssues(
  tokens: readonly Token[],
  taken: Taken,
): readonly ConfigurationIssue[] {
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  return given.flatMap((token, index) => {
    const earlier = given.slice(0, index).filter(({ name }) => name === token.name);
    const wrong = formIssue(token, taken) ?? differenceIssue(token, earlier.at(-1), taken);
    return wrong === undefined ? [] : [wrong];
  });
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
  if (value === undefined || (inlineValue === false && /^-./.test(value))) {
    const example = `${rawName} ${known.value ?? "VALUE"}`;
    const fix =
      value === undefined ? `write ${example}` : `write ${example}, or ${rawName}=${value}`;
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
