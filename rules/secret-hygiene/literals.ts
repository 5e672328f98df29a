import { parseDocument, visit } from "yaml";
import { isObject, parsedJson } from "../../inventory/json";
import type { Content } from "../../inventory/model";
import { looksRandom } from "../../masking/shapes";

/** What a text is part of: decides what its key means, and what to put in its place. */
export type LiteralContext =
  | "variable"
  | "configMap"
  | "helm"
  | "trigger"
  | "argument"
  | "terraform"
  /** Of any other Kubernetes object. */
  | "field";

/** A text somewhere in an object, a resource or a file inside one. */
export interface Literal {
  /** Where in the object, e.g. `spec.template.spec.containers[web].env[TOKEN]`. */
  readonly path: string;
  /** What it is the value of; for an environment variable, its name. */
  readonly key: string;
  readonly value: string;
  readonly context: LiteralContext;
}

const CONTEXT_OF_KIND: Readonly<Record<string, LiteralContext>> = {
  HelmRelease: "helm",
  Resource: "terraform",
  Terraform: "terraform",
};

/** Every text of an object or a resource, with its address. Linear in its size. */
export function literalsOf({ kind, value }: Content): readonly Literal[] {
  const found: Literal[] = [];
  walk(value, "", "", CONTEXT_OF_KIND[kind] ?? "field");
  return found;

  function walk(item: unknown, path: string, key: string, context: LiteralContext): void {
    if (typeof item === "string") text(item, path, key, context);
    else if (typeof item === "number") {
      found.push({ path, key, value: String(item), context });
    } else if (Array.isArray(item)) list(item, path, key, context);
    else if (isObject(item)) {
      const pair = pairOf(item);
      const name = pair?.name ?? "";
      if (pair) text(pair.value, path, name, context === "helm" ? "helm" : "variable");
      for (const [member, inner] of Object.entries(item)) {
        // Terraform's own notes of where a block comes from.
        if (member === "//" || (pair && (member === "value" || member === "name"))) continue;
        const below = path === "" ? member : `${path}.${member}`;
        walk(inner, below, member, contextOf(kind, member, below, context));
      }
    }
  }

  function list(
    items: readonly unknown[],
    path: string,
    key: string,
    context: LiteralContext,
  ): void {
    items.forEach((item, index) => {
      const name = isObject(item) && typeof item.name === "string" ? item.name : String(index);
      const before: unknown = items[index - 1];
      const option =
        typeof item === "string" ? (assignmentIn(key, item) ?? optionOf(item, before)) : undefined;
      // Of one secret there is one: what a list under `id_token` names are claims.
      const ofItem = typeof item === "string" && !looksRandom(item) ? pluralOf(key) : key;
      if (option) found.push({ path: `${path}[${index}]`, ...option, context: "argument" });
      else walk(item, `${path}[${name}]`, ofItem, context);
    });
  }

  function text(written: string, path: string, key: string, context: LiteralContext): void {
    const before = found.length;
    if (context === "configMap" || written.includes("\n")) {
      fileEntries(key, written).forEach((entry) => {
        if (isObject(entry.value) || Array.isArray(entry.value))
          walk(entry.value, `${path}:`, "", context);
        else text(String(entry.value), `${path}: ${entry.key}`, entry.key, context);
      });
    }
    // A file that was read entry by entry is still looked at as a whole, but without a key.
    found.push({ path, key: found.length > before ? "" : key, value: written, context });
  }
}

/** `{ name, value }`, as environment variables, Helm's `set` and parameters are written. */
function pairOf({ name, value }: Readonly<Record<string, unknown>>) {
  if (typeof name !== "string") return undefined;
  return typeof value === "string" || typeof value === "number"
    ? { name, value: String(value) }
    : undefined;
}

/** Of a member; those below it have its context. Its path is looked at where the member's own name allows it: to read a path takes longer than to make it. */
function contextOf(
  kind: string,
  member: string,
  path: string,
  context: LiteralContext,
): LiteralContext {
  if (kind === "ConfigMap" && path === member && /^(data|binaryData)\b/.test(path)) {
    return "configMap";
  }
  const isTrigger = member.startsWith("metadata") && TRIGGER_METADATA.test(path);
  return isTrigger ? "trigger" : context;
}

const TRIGGER_METADATA = /^spec\.triggers\[[^\]]*\]\.metadata/;

/** A key of several, as it is; nothing of one. */
function pluralOf(key: string): string {
  return /s$/i.test(key) ? key : "";
}

/** `KEY=value` in the `literals` of a kustomization's generators. */
function assignmentIn(list: string, item: string) {
  const [, key, value] = list === "literals" ? (/^([\w.-]+)=(.*)$/s.exec(item) ?? []) : [];
  return key === undefined || value === undefined ? undefined : { key, value };
}

const OPTION = /^--?([a-zA-Z][\w.-]*)(?:=(.*))?$/s;

/** `--name=value`, or the word after `--name`. */
function optionOf(word: string, before: unknown) {
  const [, key, value] = OPTION.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  const [, name, given] = typeof before === "string" ? (OPTION.exec(before) ?? []) : [];
  return name !== undefined && given === undefined && key === undefined
    ? { key: name, value: word }
    : undefined;
}

const LINE = /^\s*(?:export\s+)?["']?([\w.-]+)["']?\s*[:=]\s*["']?([^\s"']+)["']?\s*$/;

/** What a configuration file inside a text says, by the file's name; scripts are left alone. */
function fileEntries(
  name: string,
  content: string,
): readonly { readonly key: string; readonly value: unknown }[] {
  if (/\.(ya?ml|json)$/i.test(name)) {
    const document = documentIn(content);
    if (document !== undefined) return [{ key: name, value: document }];
  }
  if (!/(^|\.)(env|ini|conf|config|cfg|properties|toml|ya?ml|json)$/i.test(name)) return [];
  return content.split("\n").flatMap((line) => {
    const [, key, value] = LINE.exec(line) ?? [];
    // `>-` and `|` begin a text on the next lines.
    return key === undefined || value === undefined || /^[>|][+-]?\d?$/.test(value)
      ? []
      : [{ key, value }];
  });
}

/** YAML or JSON, without the values that a program's own tag stands before: `!Env NAME` is no secret. */
function documentIn(content: string): unknown {
  const json = parsedJson(content);
  if (json !== undefined) return json;
  try {
    const document = parseDocument(content, { logLevel: "error" });
    if (document.errors.length > 0) return undefined;
    visit(document, { Value: (_, node) => (isOwnTag(node.tag) ? visit.REMOVE : undefined) });
    const value: unknown = document.toJS();
    return isObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    // Not the format that its name says: read line by line instead.
    return undefined;
  }
}

/** Tags that are not YAML's own: authentik, Home Assistant, CloudFormation and others read a value elsewhere. */
function isOwnTag(tag: string | undefined): boolean {
  return tag !== undefined && /^!./.test(tag) && !tag.startsWith("!!");
}
