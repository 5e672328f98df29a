import { processMask } from "../../../masking/process-mask";
import { groupBy } from "../../../inventory/group-by";
import type { EnvironmentReport } from "../model/report";
import type { PoolReport } from "../model/nodes";
import { type Box, boxesOf } from "./boxes";

/** Room for a name in a box, characters. */
const LONGEST = 34;
/** Most names that stand one below the other; more go into further columns of like height. */
const ROWS = 20;

/**
 * Stacks with their pods on the left, in the order of application, nodes on the right. Pods of a stack
 * that run on the same pools share a box: its lines go to these pools. What runs on every node has no lines.
 */
export function dotOf({ name, stacks, pools, workloads }: EnvironmentReport): string {
  const boxes = boxesOf(workloads);
  const clusters = stacks.map(({ stack }, index) => ({
    id: `stack-${stack}`,
    label: `${index + 1}. stack ${stack}`,
    boxes: boxes.filter((box) => box.stack === `${name}-${stack}`),
  }));
  const others = boxes.filter(({ stack }) => stack === undefined);
  const left = [
    ...clusters,
    ...(others.length === 0
      ? []
      : [{ id: "cluster-own", label: "brought by the cluster", boxes: others }]),
  ];
  return [
    "digraph {",
    'graph [rankdir=LR, ordering=out, fontname="Helvetica", fontsize=12, nodesep=0.12, ranksep=0.65, pad=0.1];',
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.16,0.07", height=0.3];',
    "edge [arrowsize=0.6, tailport=e, headport=w, minlen=2];",
    // Clusters stand in the order in which one node has its lines to them.
    "order [style=invis, shape=point, width=0];",
    ...left.map(({ id: key, label, boxes: own }) =>
      own.length === 0
        ? emptyCluster(key, label)
        : cluster(key, `label=${quoted(label)}; style=rounded; margin=10;`, own.map(boxNode)),
    ),
    ...left.flatMap(({ id: key, boxes: own }) =>
      (own.length === 0 ? [id("empty", key)] : own.map((box) => id("pods", box.id))).map(
        (to) => `order -> ${to} [style=invis, minlen=1];`,
      ),
    ),
    cluster("nodes", "label=nodes; style=rounded; margin=10;", pools.map(poolNode)),
    ...boxes.flatMap((box) =>
      box.pools.map(
        (pool) => `${id("pods", box.id)} -> ${id("pool", pool)} [class=${quoted(box.origin)}];`,
      ),
    ),
    "}",
  ].join("\n");
}

function boxNode(box: Box): string {
  return `${id("pods", box.id)} [class=${quoted(box.origin)}, label=${list(box)}];`;
}

function poolNode({ name, min, max, machine, gpus }: PoolReport): string {
  const label = lines([
    name,
    min === max ? `${max} ${max === 1 ? "node" : "nodes"}` : `${min} to ${max} nodes`,
    ...machine.split(", "),
    ...(gpus === undefined ? [] : [`${gpus.count} x ${gpus.model}, ${gpus.sharing}`]),
  ]);
  return `${id("pool", name)} [class="pool", label=${label}];`;
}

/** Without a frame. A node outside of any cluster would not keep its place between them. */
function emptyCluster(key: string, label: string): string {
  const node = `${id("empty", key)} [class="empty", label=${quoted(`${label}: no pods`)}];`;
  return cluster(key, "peripheries=0; margin=2;", [node]);
}

function cluster(key: string, attributes: string, body: readonly string[]): string {
  return [`subgraph ${quoted(`cluster-${key}`)} {`, attributes, ...body, "}"].join("\n");
}

function id(kind: string, name: string): string {
  return quoted(`${kind} ${name}`);
}

/** Between two columns. */
const GAP = '<td width="14"></td>';

/** Names with the number of their pods, in columns. */
function list({ rows }: Box): string {
  const height = Math.ceil(rows.length / Math.ceil(rows.length / ROWS));
  const columns = [
    ...groupBy([...rows.entries()], ([index]) => Math.floor(index / height)).values(),
  ].map((column) => column.map(([, row]) => row));
  const body = Array.from({ length: height }, (_, index) =>
    columns
      .map((column) => {
        const { title = "", pods = "" } = column[index] ?? {};
        return `${cell("left", shown(title))}${GAP}${cell("right", shown(pods))}`;
      })
      .join(GAP),
  );
  return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="2">${body.map((row) => `<tr>${row}</tr>`).join("")}</table>>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function cell(align: "left" | "right", text: string): string {
  const safe = text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
  return `<td align="${align}">${safe}</td>`;
}

/** Lines of a label, each cut to what a box has room for. */
function lines(texts: readonly string[]): string {
  return `"${texts
    .filter((text) => text !== "")
    .map(shown)
    .map(escaped)
    .join("\\n")}"`;
}

/** Masked before it is cut. Names of one kind begin alike, and differ at their end: the middle goes. */
function shown(text: string): string {
  const masked = processMask().text(text);
  if (masked.length <= LONGEST) return masked;
  const kept = Math.floor((LONGEST - 1) / 2);
  return `${masked.slice(0, LONGEST - 1 - kept)}…${masked.slice(-kept)}`;
}

/** A text of DOT: quotes end it, and a backslash begins an escape. */
function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " ");
}
