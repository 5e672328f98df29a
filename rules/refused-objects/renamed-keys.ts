import type { Inventory } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { refusal } from "./refusal";

/**
 * Keys without quotes that YAML takes for a boolean or another number: the API
 * server takes them, under another name. `data: { on: x }` becomes `data: { "true": x }`.
 */
export function renamedKeys({ contents }: Inventory): readonly Finding[] {
  return contents.flatMap((content) =>
    [...(content.written?.keys ?? [])].map(([path, key]) => {
      const [, parent = "", name = path] = /^(.*)\.(.*)$/.exec(path) ?? [];
      return refusal(
        content,
        "warning",
        `has the key ${key}${parent === "" ? "" : ` in ${parent}`}, which YAML takes for ${name}: the API server gets the key ${name}, and nothing reads ${key}`,
        `write "${key}": in quotes`,
      );
    }),
  );
}
