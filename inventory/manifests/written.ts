import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import { fieldPath } from "../field-path";
import type { ReadObject } from "../kubernetes/object";
import type { Written } from "../model";

/** What an object is read with, where its values do not tell how they are written. */
export type WithWritten = Pick<ReadObject, "written">;

/** Of a document. */
export function writtenIn(contents: ParsedNode | null): WithWritten {
  const values = new Map<string, string>();
  const keys = new Map<string, string>();
  visit(contents, "");
  return withAny({ values, keys });

  function visit(node: unknown, path: string): void {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const at = fieldPath(path, String(key.value));
        const source = ofItsOwn(key);
        if (source !== undefined) keys.set(at, source);
        visit(value, at);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => visit(item, fieldPath(path, index)));
    } else if (isScalar(node)) {
      const source = ofItsOwn(node);
      if (source !== undefined) values.set(path, source);
    }
  }
}

function ofItsOwn({ value, source, type }: Scalar): string | undefined {
  const isOther = typeof value === "number" || typeof value === "boolean";
  return isOther && type === "PLAIN" && source !== String(value) ? source : undefined;
}

function withAny(written: Written): WithWritten {
  return written.values.size + written.keys.size === 0 ? {} : { written };
}

/** Of an item of a List, without the part of the paths that leads to it. */
export function writtenOfItem({ written }: WithWritten, item: number): WithWritten {
  if (written === undefined) return {};
  const prefix = `items[${item}].`;
  const below = (paths: ReadonlyMap<string, string>) =>
    new Map(
      [...paths].flatMap(([path, source]) =>
        path.startsWith(prefix) ? [[path.slice(prefix.length), source]] : [],
      ),
    );
  return withAny({ values: below(written.values), keys: below(written.keys) });
}
