import { isObject, type JsonObject } from "./json";
import { remoteStateKey, type Stack, stateKey } from "./stack-json";

/** Resolves the expressions in a value of one stack. */
export type Resolve = (value: unknown) => unknown;

/** `${…}`, unless escaped as `$${…}`; function calls with braces inside are left alone. */
const EXPRESSION = /(?<!\$)\$\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

/** `a.b[0].c["d"]` as segments; anything else (functions, operators) is not a reference. */
const REFERENCE = /^[\w-]+(\.[\w-]+|\[\d+\]|\["[^"]*"\])+$/;
const SEGMENT = /[\w-]+(?=\.|\[|$)|\[(\d+)\]|\["([^"]*)"\]/g;

/** Attributes that the provider computes, and the argument of the same content. */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  kubernetes_manifest: { object: ["manifest"] },
  kubernetes_namespace_v1: { id: ["metadata", "name"] },
  kubernetes_storage_class_v1: { id: ["metadata", "name"] },
  // `metadata` of a release repeats its name and namespace.
  helm_release: { metadata: [] },
};

/**
 * Follows references inside stacks and, through remote state, between them.
 * What only an apply can tell stays as its expression.
 */
export class References {
  private readonly stacksByState: ReadonlyMap<string, Stack>;
  private readonly known = new Map<Stack, Map<string, unknown>>();

  constructor(stacks: readonly Stack[]) {
    this.stacksByState = new Map(
      stacks.flatMap((stack) => {
        const key = stateKey(stack);
        return key === undefined ? [] : [[key, stack]];
      }),
    );
  }

  /** A resolver for the values of one stack. */
  in(stack: Stack): Resolve {
    return (value) => this.resolve(stack, value);
  }

  private resolve(stack: Stack, value: unknown): unknown {
    if (typeof value === "string") return this.resolveText(stack, value);
    if (Array.isArray(value)) return this.resolveList(stack, value);
    return isObject(value) ? this.resolveMembers(stack, value) : value;
  }

  /** The list itself where nothing in it refers to anything, as in most. */
  private resolveList(stack: Stack, list: readonly unknown[]): readonly unknown[] {
    const items = list.map((item) => this.resolve(stack, item));
    return items.every((item, index) => item === list[index]) ? list : items;
  }

  private resolveMembers(stack: Stack, object: JsonObject): JsonObject {
    const changed: [string, unknown][] = [];
    for (const [key, member] of Object.entries(object)) {
      const resolved = this.resolve(stack, member);
      if (resolved !== member) changed.push([key, resolved]);
    }
    // Their order stays.
    return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
  }

  private resolveText(stack: Stack, text: string): unknown {
    if (!text.includes("${")) return text;
    const whole = WHOLE.exec(text)?.[1];
    if (whole !== undefined) return this.lookUp(stack, whole) ?? text;
    return text.replace(EXPRESSION, (expression, reference: string) => {
      const found = this.lookUp(stack, reference);
      return typeof found === "string" || typeof found === "number" || typeof found === "boolean"
        ? String(found)
        : expression;
    });
  }

  private lookUp(stack: Stack, reference: string): unknown {
    const known = this.known.get(stack) ?? new Map<string, unknown>();
    this.known.set(stack, known);
    if (known.has(reference)) return known.get(reference);
    // Set before descending: a circle of references ends here, unresolved.
    known.set(reference, undefined);
    const found = this.follow(stack, reference.trim());
    known.set(reference, found);
    return found;
  }

  private follow(stack: Stack, reference: string): unknown {
    if (!REFERENCE.test(reference)) return undefined;
    const segments = [...reference.matchAll(SEGMENT)].map(
      ([text, index, key]) => index ?? key ?? text,
    );
    const [type, id, ...path] = segments;
    if (type === undefined || id === undefined) return undefined;
    if (type === "data") return this.followRemoteState(stack, segments);
    const block = stack.resource[type]?.[id];
    const [first, ...rest] = path;
    const argument = first === undefined ? undefined : COMPUTED[type]?.[first];
    return this.resolve(
      stack,
      memberAt(block, argument === undefined ? path : [...argument, ...rest]),
    );
  }

  /** `data.terraform_remote_state.<id>.outputs.<name>…` in the stack that produces it. */
  private followRemoteState(stack: Stack, segments: readonly string[]): unknown {
    const [, type, id, outputs, name, ...path] = segments;
    if (type !== "terraform_remote_state" || outputs !== "outputs") return undefined;
    if (id === undefined || name === undefined) return undefined;
    const block = stack.data[type]?.[id];
    const key = block === undefined ? undefined : remoteStateKey(block);
    const producer = key === undefined ? undefined : this.stacksByState.get(key);
    if (producer === undefined) return undefined;
    return memberAt(this.resolve(producer, producer.output[name]?.value), path);
  }
}

/** A nested block may be written as an object or as a list of one: `[0]` of an object is the object. */
function memberAt(value: unknown, path: readonly string[]): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (Array.isArray(value)) {
    return /^\d+$/.test(segment)
      ? memberAt(value[Number(segment)], rest)
      : memberAt(value[0], path);
  }
  if (!isObject(value)) return undefined;
  return segment === "0" && !("0" in value)
    ? memberAt(value, rest)
    : memberAt(value[segment], rest);
}
