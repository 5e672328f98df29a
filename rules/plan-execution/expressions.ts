import { isObject } from "../../inventory/json";
import type { TerraformBlock } from "../../inventory/model";
import type { Fault } from "./fault";

/** Functions of Terraform that read the worker's disk or show what the state hides. */
const FUNCTIONS = [
  "abspath",
  "file",
  "filebase64",
  "filebase64sha256",
  "filebase64sha512",
  "fileexists",
  "filemd5",
  "fileset",
  "filesha1",
  "filesha256",
  "filesha512",
  "nonsensitive",
  "pathexpand",
  "templatefile",
  "templatestring",
];

/** Between a function's name and its bracket may be white space and comments. */
const CALL = new RegExp(
  String.raw`\b(${FUNCTIONS.join("|")}|provider::\w+::\w+)(?:\s|/\*[^]*?\*/|(?:#|//)[^\n]*\n)*\(`,
);

/** Whether Terraform evaluates something in a text: `$${` and `%%{` are written out as they are. */
const EVALUATED = /(?<!\$)\$\{|(?<!%)%\{/;

/** Calls of functions, in any text of a block, that a plan of ours has no use for. */
export function expressionsOf({ value }: TerraformBlock): readonly Fault[] {
  const found = new Set<string>();
  eachText(value, (text) => {
    const name = callIn(text);
    if (name !== undefined) found.add(name);
  });
  return [...found].map((name) => ({
    message: `calls ${name}(): it reads files of the worker, or shows what is sensitive, while planning`,
    fix: "take it out: files are read at synthesis",
  }));
}

function callIn(text: string): string | undefined {
  // Nearly every text is done with here.
  if (!text.includes("${") && !text.includes("%{")) return undefined;
  return EVALUATED.test(text) ? CALL.exec(text)?.[1] : undefined;
}

/** Keys and values, without a list of them: a stack has tens of thousands. */
function eachText(value: unknown, take: (text: string) => void): void {
  if (typeof value === "string") take(value);
  else if (Array.isArray(value)) for (const inner of value) eachText(inner, take);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      take(key);
      eachText(inner, take);
    }
  }
}
