import { renderTable } from "../../runtime/table";
import { type OldNode, podName } from "./facts";
import type { Replacement } from "./replace";

/** For machines. */
export function replacementReport(replacement: Replacement, dryRun: boolean): object {
  const { environment, pair, facts, notes, drainSeconds, removal, back } = replacement;
  return {
    environment,
    old: pair.old.pool.name,
    by: pair.by.pool.name,
    dryRun,
    nodes: facts.old.map((node) => ({
      name: node.name,
      state: stateOf(node),
      pods: node.leaving.map(podName),
    })),
    nodesOfNew: facts.by.length,
    drained: isDrained(facts.old),
    notes,
    drainSeconds,
    remove: removal,
    back,
  };
}

/** For people. */
export function renderReplacement(replacement: Replacement, dryRun: boolean): string {
  const { environment, pair, facts, notes, drainSeconds, back } = replacement;
  const [old, by] = [pair.old.pool.name, pair.by.pool.name];
  const ready = `${by}: ${facts.by.length} nodes, at most ${pair.by.pool.max}`;
  const lines = isDrained(facts.old)
    ? [
        `${old} is drained: ${facts.old.length} nodes, all cordoned, no pods but DaemonSets'. ${ready}.`,
        ...removalLines(replacement),
      ]
    : [
        nodeTable(facts.old),
        ready,
        ...notes.map((note) => `note: ${note}`),
        "",
        `It would cordon all ${facts.old.length} nodes of ${old}, then drain them, each within ${drainSeconds} s, the next when all pods have a place again.`,
        `Then: ${replacement.removal.edit}, and deploy.`,
        `To do it: npm run replace-pool -- ${environment} ${old} --by ${by}`,
      ];
  const end = dryRun ? [] : ["", `Back, until then: ${back}`];
  return `${[...lines, ...end].join("\n")}\n`;
}

function removalLines({ pair, removal }: Replacement): readonly string[] {
  const { edit, accepted, deploy } = removal;
  return [
    "",
    `When ${pair.by.pool.name} has proved itself, ${edit}`,
    ...accepted.map((one) => `and, in accepted, ${one}`),
    ...(deploy === undefined ? [] : ["", `  ${deploy}`]),
  ];
}

function nodeTable(nodes: readonly OldNode[]): string {
  return renderTable({
    head: ["node", "is", "pods that go"],
    rows: nodes.map((node) => [
      node.name,
      stateOf(node),
      node.leaving.map(podName).join("\n") || "-",
    ]),
  });
}

function stateOf({ ready, cordoned }: OldNode): string {
  return [ready ? "ready" : "not ready", ...(cordoned ? ["cordoned"] : [])].join(", ");
}

function isDrained(nodes: readonly OldNode[]): boolean {
  return nodes.every(({ cordoned, leaving }) => cordoned && leaving.length === 0);
}
