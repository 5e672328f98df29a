import type { Paint } from "../../runtime/paint";
import { renderTable } from "../../runtime/table";
import { describeLeft, endOf, type LeftStacks } from "./left-stacks";
import type { EnvironmentPlan } from "./plan-environment";
import type { ShownChange, StackPlan } from "./saved-plans";

/** One table of the stacks, then what is replaced and what is lost, in red, and what no plan has. */
export function renderPlan(plan: EnvironmentPlan, paint: Paint): string {
  return [
    table(plan, paint),
    ...plan.stacks.flatMap((stack) => notes(stack, paint)),
    ...renderLeft(plan.left, paint),
    "",
  ].join("\n");
}

/** Stacks that are there, and not in the code any more, each with what ends it. */
export function renderLeft({ stacks, unread }: LeftStacks, paint: Paint): readonly string[] {
  return [
    ...stacks.map((stack) => `LEFT      ${describeLeft(stack)}. To end it: ${endOf(stack)}`),
    ...(unread === undefined ? [] : [`UNREAD    ${unread}`]),
  ].map((line) => paint("yellow", line));
}

/** Why the first stack that is not planned failed. */
export function renderFailure({ failure }: EnvironmentPlan, paint: Paint): string {
  return failure === undefined ? "" : `${paint("red", failure.message)}\nfix: ${failure.remedy}\n`;
}

function table({ stacks, notPlanned, failure }: EnvironmentPlan, paint: Paint): string {
  const planned = stacks.map(({ id, counts, changes, changesUnknown, basis }) => {
    const replaced = changes.filter(({ action }) => action === "replace").length;
    const destroyed = String(counts.destroy);
    return [
      id,
      String(counts.add),
      changesUnknown ? "?" : changed(changes, counts.change, paint),
      changes.some(({ action, loses }) => action !== "update" && loses !== undefined)
        ? paint("red", destroyed)
        : destroyed,
      String(replaced),
      basis === "state" ? "state and cluster" : paint("yellow", "declared values"),
    ];
  });
  const rest = notPlanned.map((id) => [
    ...[id, "", "", "", ""],
    id === failure?.stackId ? paint("red", "failed") : "not planned",
  ]);
  return renderTable({
    head: ["stack", "add", "change", "destroy", "of these replaced", "planned against"],
    rows: [...planned, ...rest],
  });
}

/** How many change in place, in red where nodes go with it. */
function changed(changes: StackPlan["changes"], count: number, paint: Paint): string {
  const rolled = changes.filter(({ action, loses }) => action === "update" && loses !== undefined);
  return rolled.length === 0
    ? String(count)
    : paint("red", `${count}, ${rolled.length} roll nodes`);
}

function notes({ id, changes, because, changesUnknown }: StackPlan, paint: Paint): string[] {
  return [
    ...(because === undefined
      ? []
      : [
          `${id}: ${because}: planned with the values that their code declares${changesUnknown ? "; what changes in place shows only then" : ""}. It is planned again when its turn comes.`,
        ]),
    ...changes
      .filter(
        ({ action, loses }) => loses !== undefined || (action !== "create" && action !== "update"),
      )
      .map((change) => paint(change.loses === undefined ? "yellow" : "red", gone(id, change))),
  ];
}

function gone(id: string, { address, action, because, loses }: ShownChange): string {
  const forced = because.length === 0 ? "" : ` (forced by ${because.join(", ")})`;
  const lost = loses === undefined ? "" : `: takes ${loses}`;
  return `${WORDS[action]}  ${id} ${address}${forced}${lost}`;
}

const WORDS: Readonly<Record<ShownChange["action"], string>> = {
  create: "creates ",
  // Shown only where what is changed in place loses its nodes.
  update: "ROLLS   ",
  replace: "REPLACES",
  delete: "DESTROYS",
  forget: "forgets ",
};
