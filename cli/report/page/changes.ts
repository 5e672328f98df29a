import type { ChangesReport, StackChangeReport } from "../model/changes";
import { details, type Html, markup, table } from "./html";

/** What is different from a base. */
export function changesSection({ base, stacks }: ChangesReport): Html {
  return markup`<section id="changes" aria-labelledby="changes-title">
    <h2 id="changes-title">Changes since ${base}</h2>
    ${stacks.length === 0 ? markup`<p>No stack is different.</p>` : stacks.map(stackPart)}
  </section>`;
}

function stackPart({ stack, status, added, removed, changed, warnings }: StackChangeReport): Html {
  const rows = [
    ...removed.map((address) => [address, "removed", "", "", ""]),
    ...changed.map(({ address, path, before, after }) => [address, "changed", path, before, after]),
    ...added.map((address) => [address, "added", "", "", ""]),
  ];
  const blocks = new Set(changed.map(({ address }) => address)).size;
  const concerned = warnings.map(
    (warning) =>
      markup`<p class="warning"><strong>State is concerned.</strong> ${stack}, ${warning}</p>`,
  );
  return markup`${concerned}
    <p>
      ${stack} ${status}: ${added.length} added, ${blocks} changed, ${removed.length} removed
    </p>
    ${details(
      `Blocks of ${stack}`,
      table(`Blocks of ${stack}`, ["block", "how", "attribute", "before", "after"], rows),
    )}`;
}
