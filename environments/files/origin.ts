import path from "node:path";
import { projectFile } from "../project";
import { valueAt } from "../value-at";
import { environmentData, FOLDER } from "./environment-data";
import type { OnImport } from "./modules";

type Path = readonly PropertyKey[];

/** A value of a file that environments share, which remembers its file wherever it is put. */
class Marked {
  constructor(
    readonly value: unknown,
    readonly file: string,
  ) {}

  /** In a text or a sum it counts as what it is; the result stands in the file that computes it. */
  [Symbol.toPrimitive](): unknown {
    return this.value;
  }

  toJSON(): unknown {
    return this.value;
  }
}

/** An environment's data in which everything that it imports is marked. */
interface MarkedData {
  readonly data: unknown;
  /** Objects and lists of shared files. */
  readonly files: ReadonlyMap<object, string>;
}

const known = new Map<string, MarkedData>();

/** Where a value is written, and what is written there. */
export interface Origin {
  /** Relative to the project. */
  readonly file: string;
  /** The value as JSON; undefined: none is written. */
  readonly json: string | undefined;
}

/**
 * File in which a value of an environment is written: its own, or one that it
 * imports, `environments/shared.ts` or an application's. A value that the environment's file
 * computes stands there.
 *
 * @param path keys and indexes from the top of the environment's data
 */
export function originOf(environment: string, path: Path): Origin {
  const own = `${FOLDER}/${environment}.ts`;
  const marked = known.get(environment) ?? markedData(environment);
  known.set(environment, marked);
  let found: { readonly value: unknown; readonly file: string } = { value: marked.data, file: own };
  for (const key of path) {
    const { value, file } = found;
    const next = value instanceof Marked ? undefined : valueAt(value, [key]);
    found = { value: next, file: fileOf(next, marked) ?? file };
  }
  return { file: found.file, json: JSON.stringify(found.value) };
}

function fileOf(value: unknown, { files }: MarkedData): string | undefined {
  if (value instanceof Marked) return value.file;
  return typeof value === "object" && value !== null ? files.get(value) : undefined;
}

/** What computes with imported values may fail on marked ones; then all of it counts as the environment's own. */
function markedData(environment: string): MarkedData {
  const files = new Map<object, string>();
  const copies = new Map<unknown, unknown>();
  const onImport: OnImport = (file, exports) => {
    const relative = path.relative(projectFile("."), file);
    return Object.fromEntries(
      Object.entries(exports).map(([name, value]) => [name, mark(value, relative)]),
    );
  };
  const mark = (value: unknown, file: string): unknown => {
    if (value instanceof Marked || typeof value === "function") return value;
    if (typeof value !== "object" || value === null) return new Marked(value, file);
    // Came from a file that this one imports.
    if (files.has(value)) return value;
    const copy = copies.get(value) ?? markMembers(value, file);
    copies.set(value, copy);
    return copy;
  };
  const markMembers = (value: object, file: string): object => {
    const copy = Array.isArray(value)
      ? value.map((member: unknown) => mark(member, file))
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mark(member, file)]));
    files.set(copy, file);
    return copy;
  };
  try {
    return { data: environmentData(environment, onImport), files };
  } catch {
    return { data: undefined, files };
  }
}
