import { heldBy } from "./state-bearing";

/** Terraform JSON of one stack, as synthesized. */
export type StackJson = Readonly<Record<string, unknown>>;

/** One attribute that differs; a side that lacks it is absent. */
export interface AttributeChange {
  /** Path inside the block, e.g. `spec.template.spec.container.0.image`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A block that both sides have and that differs. */
export interface BlockChange {
  readonly address: string;
  readonly attributes: readonly AttributeChange[];
}

/** What changed in one stack. Addresses are Terraform's: `type.id`, `data.type.id`, `output.id`. */
export interface StackChanges {
  readonly stack: string;
  readonly status: "added" | "removed" | "changed" | "unchanged";
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly BlockChange[];
}

/** Something that a reviewer must not overlook. */
export interface Warning {
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

/** Compares two sets of stacks by name; names are sorted. */
export function compareStacks(
  before: Readonly<Record<string, StackJson>>,
  after: Readonly<Record<string, StackJson>>,
): readonly StackChanges[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.map((name) => compareStack(name, before[name], after[name]));
}

/** Removed stacks, and state-bearing resources that are removed or changed. */
export function warningsOf(stacks: readonly StackChanges[]): readonly Warning[] {
  return stacks.flatMap(({ stack, status, removed, changed }) => [
    ...(status === "removed"
      ? [{ stack, address: stack, message: "stack removed: destroy it before this is merged" }]
      : []),
    ...removed
      .filter(bearsState)
      .map((address) => ({ stack, address, message: "removed: its data goes with it" })),
    ...changed
      .filter(({ address }) => bearsState(address))
      .map(({ address }) => ({
        stack,
        address,
        message: "changed: look in the plan whether it is replaced, and its data with it",
      })),
  ]);
}

function bearsState(address: string): boolean {
  return heldBy(address.split(".")[0] ?? "") !== undefined;
}

function compareStack(
  stack: string,
  before: StackJson | undefined,
  after: StackJson | undefined,
): StackChanges {
  const old = blocksOf(before ?? {});
  const now = blocksOf(after ?? {});
  const added = [...now.keys()].filter((address) => !old.has(address)).sort();
  const removed = [...old.keys()].filter((address) => !now.has(address)).sort();
  const changed = [...now.keys()]
    .filter((address) => old.has(address))
    .map((address) => ({ address, attributes: differences(old.get(address), now.get(address)) }))
    .filter(({ attributes }) => attributes.length > 0)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const differs = added.length + removed.length + changed.length > 0;
  const status =
    before === undefined
      ? "added"
      : after === undefined
        ? "removed"
        : differs
          ? "changed"
          : "unchanged";
  return { stack, status, added, removed, changed };
}

/** How many levels of names lie above the blocks of a section; others are one block. */
const SECTION_DEPTH: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  output: 1,
  provider: 1,
  variable: 1,
};

/** All blocks of a stack by their address. */
function blocksOf(stack: StackJson): ReadonlyMap<string, unknown> {
  const sections = Object.entries(stack).filter(([section]) => section !== "//");
  return new Map(
    sections.flatMap(([section, content]) =>
      descend(section === "resource" ? [] : [section], content, SECTION_DEPTH[section] ?? 0),
    ),
  );
}

function descend(path: readonly string[], content: unknown, depth: number): [string, unknown][] {
  return depth === 0
    ? [[path.join("."), content]]
    : Object.entries(asRecord(content)).flatMap(([name, inner]) =>
        descend([...path, name], inner, depth - 1),
      );
}

/** Attributes that differ, by path. `//` is cdktf's own note of where a block was made. */
function differences(before: unknown, after: unknown, path = ""): AttributeChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isContainer(before) || !isContainer(after)) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter((key) => key !== "//")
    .flatMap((key) =>
      differences(
        asRecord(before)[key],
        asRecord(after)[key],
        path === "" ? key : `${path}.${key}`,
      ),
    );
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isContainer(value) ? Object.fromEntries(Object.entries(value)) : {};
}
