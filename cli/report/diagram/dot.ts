import { processMask } from "../../../masking/process-mask";
import type { EnvironmentReport } from "../model/report";
import type { WorkloadReport } from "../model/nodes";

/** Room for a name in a box, characters. */
const LONGEST = 34;

/**
 * Stacks with their workloads on the left, nodes on the right; a line is a pool that takes the
 * workload's pods. What runs on every node has no lines: they would cover all others.
 */
export function dotOf({ name, stacks, pools, workloads }: EnvironmentReport): string {
  const groups = groupsOf(workloads);
  const clusters = stacks.map(({ stack }, index) => {
    const own = groups.filter((group) => group.stack === `${name}-${stack}`);
    const nodes = own.length === 0 ? [emptyStack(stack)] : own.map(boxOf);
    return cluster(`stack-${stack}`, `${index + 1}. stack ${stack}`, "stack", nodes);
  });
  const others = groups.filter(({ stack }) => stack === undefined);
  const poolNodes = pools.map(
    ({ name: pool, min, max, machine, gpus }) =>
      `${id("pool", pool)} [class="pool", label=${lines([
        pool,
        min === max ? `${max} ${max === 1 ? "node" : "nodes"}` : `${min} to ${max} nodes`,
        ...machine.split(", "),
        ...(gpus === undefined ? [] : [`${gpus.count} x ${gpus.model}, ${gpus.sharing}`]),
      ])}];`,
  );
  return [
    "digraph {",
    'graph [rankdir=LR, fontname="Helvetica", fontsize=12, nodesep=0.12, ranksep=1.6, pad=0.1];',
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.28,0.07", height=0.3];',
    "edge [arrowsize=0.6];",
    // What comes last is drawn on top.
    ...clusters.toReversed(),
    ...(others.length === 0
      ? []
      : [cluster("cluster-own", "brought by the cluster", "stack", others.map(boxOf))]),
    cluster("nodes", "nodes", "nodes", poolNodes),
    ...groups.flatMap(edgesOf),
    "}",
  ].join("\n");
}

interface Group {
  readonly name: string;
  readonly stack: string | undefined;
  readonly members: readonly WorkloadReport[];
}

/** A chart is one box, and so is all that the cluster brings. */
function groupsOf(workloads: readonly WorkloadReport[]): readonly Group[] {
  const names = [...new Set(workloads.map(({ group }) => group))];
  return names.map((name) => {
    const members = workloads.filter(({ group }) => group === name);
    return { name, stack: members[0]?.stack, members };
  });
}

function boxOf({ name, members }: Group): string {
  const most = members.reduce((sum, { max }) => sum + max, 0);
  const least = members.reduce((sum, { min }) => sum + min, 0);
  const everywhere = members.filter(({ everyNode }) => everyNode).length;
  const pods = least === most ? String(most) : `${least} to ${most}`;
  const counted = [
    ...(most > 0 ? [`${pods} ${most === 1 ? "pod" : "pods"}`] : []),
    ...(everywhere > 0 ? [`${everywhere} on every node`] : []),
  ].join(", ");
  const kind = members[0]?.origin ?? "workload";
  return `${id("workload", name)} [class=${quoted(kind)}, label=${lines([titleOf(name), counted])}];`;
}

function titleOf(name: string): string {
  const [kind, rest = ""] = name.split(" ");
  const short = rest.split("/").at(-1) ?? rest;
  return kind === "HelmRelease" ? `chart ${short}` : name.startsWith("the ") ? name : short;
}

function emptyStack(stack: string): string {
  return `${id("empty", stack)} [class="empty", label="no pods"];`;
}

function edgesOf({ name, members }: Group): readonly string[] {
  const placed = members.filter(({ everyNode, max }) => !everyNode && max > 0);
  const pools = new Set(placed.flatMap(({ runsOn }) => runsOn));
  const kind = members[0]?.origin ?? "workload";
  return [...pools].map(
    (pool) => `${id("workload", name)} -> ${id("pool", pool)} [class=${quoted(kind)}];`,
  );
}

function cluster(key: string, label: string, kind: string, body: readonly string[]): string {
  return [
    `subgraph ${quoted(`cluster-${key}`)} {`,
    `label=${quoted(label)}; class=${quoted(kind)}; style=rounded; margin=10;`,
    ...body,
    "}",
  ].join("\n");
}

function id(kind: string, name: string): string {
  return quoted(`${kind} ${name}`);
}

/** Lines of a label, each cut to what a box has room for. */
function lines(texts: readonly string[]): string {
  const cut = texts
    .filter((text) => text !== "")
    .map((text) => processMask().text(text))
    .map(shortened);
  return `"${cut.map(escaped).join("\\n")}"`;
}

/** Names of one kind begin alike, and differ at their end: the middle goes. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const kept = Math.floor((LONGEST - 1) / 2);
  return `${text.slice(0, LONGEST - 1 - kept)}…${text.slice(-kept)}`;
}

/** A text of DOT: quotes end it, and a backslash begins an escape. */
function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ");
}
