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
  const found = new Set(textsOf(value).flatMap((text) => callIn(text) ?? []));
  return [...found].map((name) => ({
    message: `calls ${name}(): it reads files of the worker, or shows what is sensitive, while planning`,
    fix: "take it out: files are read at synthesis",
  }));
}

function callIn(text: string): string | undefined {
  return EVALUATED.test(text) ? CALL.exec(text)?.[1] : undefined;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
    : [];
}
