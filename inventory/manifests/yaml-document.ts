import {
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type ParseOptions,
  type Scalar,
  visit,
} from "yaml";
import type { Document } from "yaml";
import { kubectlTags } from "../yaml-scalars";

export type YamlDocument = Document.Parsed<ParsedNode>;

/** The documents of a text as the YAML library reads manifests, with their faults. */
export function documentsOf(text: string, options: ParseOptions = {}): readonly YamlDocument[] {
  const { stackTraceLimit } = Error;
  // A template has thousands of faults, and where in the library each was made says nothing.
  Error.stackTraceLimit = 0;
  try {
    return [
      ...parseAllDocuments(text, {
        ...options,
        merge: true,
        customTags: kubectlTags,
        logLevel: "error",
        prettyErrors: false,
        // The parser's own check compares each key with all before it; see repeatedKey.
        uniqueKeys: false,
      }),
    ];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The first key that stands twice in its mapping; several `<<` merge. */
export function repeatedKey(document: YamlDocument): Scalar | undefined {
  let repeated: Scalar | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      repeated = items
        .flatMap(({ key }) => (isScalar(key) && key.value !== "<<" ? [key] : []))
        .find(({ value }) => seen.size === seen.add(value).size);
      return repeated === undefined ? undefined : visit.BREAK;
    },
  });
  return repeated;
}

/** Where the items of a List begin. */
export function itemOffsets({ contents }: YamlDocument): readonly number[] {
  const items: unknown = isMap(contents) ? contents.get("items", true) : undefined;
  return isSeq<ParsedNode>(items) ? items.items.map((item) => item.range[0]) : [];
}
