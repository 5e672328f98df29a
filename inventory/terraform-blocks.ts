import { isObject, type JsonObject } from "./json";
import type { TerraformBlock } from "./model";

/** Sections whose blocks have a type and a name. */
const TYPED: ReadonlySet<string> = new Set(["resource", "data", "ephemeral", "action", "list"]);

/**
 * Every block of a stack's file. In Terraform's JSON a list of objects may stand
 * wherever one object may, also between the labels of a block:
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function terraformBlocks(stack: string, json: unknown): readonly TerraformBlock[] {
  return labelled(json).flatMap(([section, content]) => {
    if (section === "terraform") return settings(stack, content);
    if (TYPED.has(section)) return typed(stack, section, content);
    if (section === "check") return checks(stack, content);
    return labelled(content).flatMap(([name, value]) => blockOf(stack, section, name, name, value));
  });
}

/** A check may hold a data source of its own. */
function checks(stack: string, content: unknown): readonly TerraformBlock[] {
  return labelled(content).flatMap(([name, value]) => [
    ...blockOf(stack, "check", name, name, value),
    ...labelled(value)
      .filter(([section]) => section === "data")
      .flatMap(([section, data]) => typed(stack, section, data)),
  ]);
}

function typed(stack: string, section: string, content: unknown): readonly TerraformBlock[] {
  return labelled(content).flatMap(([type, named]) =>
    labelled(named).flatMap(([name, value]) =>
      blockOf(stack, section, type, `${type}.${name}`, value),
    ),
  );
}

function settings(stack: string, content: unknown): readonly TerraformBlock[] {
  return labelled(content).flatMap(([setting, value]) => {
    switch (setting) {
      case "required_providers":
      case "backend":
        return labelled(value).flatMap(([name, inner]) =>
          blockOf(stack, setting, name, name, inner),
        );
      case "cloud":
        return blockOf(stack, "backend", "cloud", "cloud", value);
      default:
        return blockOf(stack, "terraform", setting, setting, value);
    }
  });
}

function blockOf(
  stack: string,
  section: string,
  type: string,
  label: string,
  value: unknown,
): readonly TerraformBlock[] {
  const name = section === "resource" ? label : `${section}.${label}`;
  const place = { kind: "terraform", stack, address: name } as const;
  const all = blocksIn(value);
  const values = all.length === 0 ? [{ value }] : all;
  return values.map((each) => ({ kind: "Terraform", name, place, section, type, value: each }));
}

/** Members of an object, or of every object in a list; `//` is a comment. */
function labelled(content: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(content)) return content.flatMap((item: unknown) => labelled(item));
  return isObject(content) ? Object.entries(content).filter(([key]) => key !== "//") : [];
}

/** A block or a list of blocks, as a list. */
export function blocksIn(value: unknown): readonly JsonObject[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(isObject);
}
