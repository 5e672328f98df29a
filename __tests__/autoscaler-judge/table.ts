import { readFileSync } from "node:fs";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import type { JudgeCase } from "./cases";

export const TABLE_FILE = projectFile("__tests__/autoscaler-judge/table.json");

const texts = z.record(z.string(), z.string());

/** What cluster-autoscaler's own code answered to one case. */
const seen = z.strictObject({
  name: z.string(),
  /** Whether the group was found by its tags. */
  discovered: z.boolean(),
  /** Whether the scheduler's predicates let the pod on the template node. */
  takes: z.boolean(),
  /** The predicate that did not, and its words. */
  reasons: z.array(z.string()).default([]),
  /** Whether a node like the template counts as ready (GPU processor). */
  ready: z.boolean(),
  zone: z.string(),
  /** The template node; absent where the group was not found. */
  node: z
    .strictObject({
      labels: texts,
      taints: z.array(z.string()).nullable(),
      allocatable: texts,
      /** Pods of DaemonSets and of kube-proxy on it. */
      daemonPods: z.int(),
    })
    .optional(),
});
export type Seen = z.output<typeof seen>;

const table = z.strictObject({
  /** Whose code it was. */
  judge: z.strictObject({ version: z.string(), commit: z.string(), date: z.string() }),
  /** Groups, pods and nodes that several cases have in common, by the name that stands for them. */
  shared: z.record(z.string(), z.unknown()),
  cases: z.array(z.strictObject({ input: z.unknown(), seen: z.unknown() })),
});

/** The cases in full, with what was seen of each. */
export interface JudgedTable {
  readonly judge: { readonly version: string; readonly commit: string; readonly date: string };
  readonly cases: readonly { readonly input: unknown; readonly seen: Seen }[];
}

/** Parts of a case that others have, too. */
const SHARED = ["group", "pod", "objects", "daemonSets", "node"];

export function readTable(): JudgedTable {
  const json: unknown = JSON.parse(readFileSync(TABLE_FILE, "utf8"));
  const { judge, shared, cases } = table.parse(json);
  return {
    judge,
    cases: cases.map((each) => ({
      input: unfolded(each.input, shared),
      seen: seen.parse(unfolded(each.seen, shared)),
    })),
  };
}

/** What a program outside has written: an answer for every case, in their order. */
export function parseVerdicts(text: string): readonly Seen[] {
  const json: unknown = JSON.parse(text);
  return z
    .array(seen.extend({ error: z.string().optional() }))
    .parse(json)
    .map(({ error, ...rest }) => {
      if (error !== undefined) throw new Error(`${rest.name}: ${error}`);
      return rest;
    });
}

/** The table as it is written; parts that repeat are there once. */
export function tableText({ judge, cases }: JudgedTable): string {
  const shared = new Map<string, string>();
  const rows = cases.map(({ input, seen: answer }) => ({
    input: folded(input, shared),
    seen: folded(answer, shared),
  }));
  const parts = [...shared].map(([text, key]): [string, unknown] => [key, JSON.parse(text)]);
  return `${JSON.stringify({ judge, cases: rows, shared: Object.fromEntries(parts) }, null, 2)}\n`;
}

/** Cases and answers together. @throws Error for a case without one */
export function judged(
  cases: readonly JudgeCase[],
  verdicts: readonly Seen[],
): JudgedTable["cases"] {
  return cases.map((input, index) => {
    const answer = verdicts[index];
    if (answer?.name !== input.name) throw new Error(`no answer to "${input.name}"`);
    return { input, seen: answer };
  });
}

function folded(whole: unknown, shared: Map<string, string>): unknown {
  return mapped(whole, (key, value) => {
    const text = JSON.stringify(value, withoutHostname);
    const name = shared.get(text) ?? `${key} ${shared.size + 1}`;
    shared.set(text, name);
    return name;
  });
}

function unfolded(whole: unknown, shared: Readonly<Record<string, unknown>>): unknown {
  return mapped(whole, (_key, value) => shared[String(value)]);
}

function mapped(whole: unknown, part: (key: string, value: unknown) => unknown): unknown {
  return Object.fromEntries(
    Object.entries(whole ?? {}).map(([key, value]) => [
      key,
      SHARED.includes(key) ? part(key, value) : value,
    ]),
  );
}

/** A template node's hostname ends in a random number. */
function withoutHostname(key: string, value: unknown): unknown {
  return key === "kubernetes.io/hostname" ? undefined : value;
}
