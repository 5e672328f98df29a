import type { ChangesReport, StackChangeReport } from "../model/changes";
import { details, type Html, markup, table } from "./html";

/** What is different from a base. */
export function changesSection({ base, problem, stacks, figures }: ChangesReport): Html {
  return markup`<section id="changes" aria-labelledby="changes-title">
    <h2 id="changes-title">Changes since ${base}</h2>
    ${problem === undefined ? undefined : markup`<p>${problem}</p>`}
    ${problem === undefined && stacks.length === 0 ? markup`<p>No stack is different.</p>` : undefined}
    ${
      figures.length === 0
        ? undefined
        : table(
            "Figures that are others",
            ["environment", "what", "before", "after"],
            figures.map(({ environment, what, before, after }) => [
              environment,
              what,
              before,
              after,
            ]),
          )
    }
    ${stacks.map(stackPart)}
  </section>`;
}

function stackPart({ stack, status, added, removed, changed, warnings }: StackChangeReport): Html {
  const rows = [
    ...removed.map((address) => [address, "removed", "", "", ""]),
    ...changed.flatMap(({ address, attributes }) =>
      attributes.map(({ path, before, after }) => [address, "changed", path, before, after]),
    ),
    ...added.map((address) => [address, "added", "", "", ""]),
  ];
  return markup`${warnings.map((warning) => markup`<p class="warning"><strong>state is concerned</strong> ${warning}</p>`)}
  ${details(
    `${stack} ${status}: ${added.length} added, ${changed.length} changed, ${removed.length} removed`,
    table(stack, ["block", "how", "attribute", "before", "after"], rows),
  )}`;
}
