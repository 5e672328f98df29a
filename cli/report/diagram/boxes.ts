import { groupBy } from "../../../inventory/group-by";
import type { WorkloadReport } from "../model/nodes";

/** Pods of one stack that run on the same pools. */
export interface Box {
  readonly id: string;
  /** Undefined: what the cluster itself brings. */
  readonly stack: string | undefined;
  readonly origin: WorkloadReport["origin"];
  /** Pools that take them, what runs on every node aside; empty: none, or there is nothing else. */
  readonly pools: readonly string[];
  readonly rows: readonly BoxRow[];
}

/** A workload, a chart, or all that the cluster brings. */
export interface BoxRow {
  readonly title: string;
  /** `2 to 10 pods`, `1 on every node` */
  readonly pods: string;
}

/** Workloads by stack and by where they may run: one box each. */
export function boxesOf(workloads: readonly WorkloadReport[]): readonly Box[] {
  const groups = [...groupBy(workloads, ({ group }) => group).entries()].map(([name, members]) => ({
    name,
    stack: members[0]?.stack,
    origin: members[0]?.origin ?? "workload",
    pools: poolsOf(members),
    row: { title: titleOf(name), pods: podsText(members) },
  }));
  const alike = groupBy(groups, ({ stack, origin, pools }) =>
    JSON.stringify([stack, origin, pools]),
  );
  return [...alike.entries()].flatMap(([id, [first, ...others]]) =>
    first === undefined
      ? []
      : [
          {
            id,
            stack: first.stack,
            origin: first.origin,
            pools: first.pools,
            rows: [first, ...others].map(({ row }) => row),
          },
        ],
  );
}

/** In the order of the data. */
function poolsOf(members: readonly WorkloadReport[]): readonly string[] {
  const placed = members.filter(({ everyNode, max }) => !everyNode && max > 0);
  return [...new Set(placed.flatMap(({ runsOn }) => runsOn))].toSorted();
}

function podsText(members: readonly WorkloadReport[]): string {
  const most = members.reduce((sum, { max }) => sum + max, 0);
  const least = members.reduce((sum, { min }) => sum + min, 0);
  const everywhere = members.filter(({ everyNode }) => everyNode).length;
  const pods = least === most ? String(most) : `${least} to ${most}`;
  const texts = [
    ...(most > 0 ? [`${pods} ${most === 1 ? "pod" : "pods"}`] : []),
    ...(everywhere > 0 ? [`${everywhere} on every node`] : []),
  ];
  return texts.join(", ") || "no pod";
}

function titleOf(name: string): string {
  const [kind, rest = ""] = name.split(" ");
  const short = rest.split("/").at(-1) ?? rest;
  return kind === "HelmRelease" ? `chart ${short}` : name.startsWith("the ") ? name : short;
}
