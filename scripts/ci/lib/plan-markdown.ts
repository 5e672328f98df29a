import { z } from "zod";
import { fenced } from "./markdown";

const change = z.object({
  address: z.string(),
  action: z.enum(["create", "update", "replace", "delete", "forget"]),
  because: z.array(z.string()).default([]),
  loses: z.string().optional(),
});

const stack = z.object({
  id: z.string(),
  basis: z.enum(["state", "declared"]),
  counts: z.object({ add: z.number(), change: z.number(), destroy: z.number() }),
  changesUnknown: z.boolean(),
  outputs: z.array(z.string()),
  changes: z.array(change),
});

/** What `npm run plan -- ENV --json` prints. */
export const planReport = z.object({
  environment: z.string(),
  terraform: z.string(),
  outcome: z.enum(["no change", "changes", "failed"]),
  stacks: z.array(stack),
  notPlanned: z.array(z.string()),
  failure: z.object({ stack: z.string(), step: z.string(), errors: z.unknown() }).optional(),
});
export type PlanReport = z.output<typeof planReport>;
type Change = z.output<typeof change>;

/** What `npm run plan -- ENV --json` prints where it ended before it could plan (cli/README.md). */
export const planRefusal = z.object({
  error: z.object({
    messages: z.array(z.object({ message: z.string(), fix: z.string().nullable() })),
  }),
});

/** Why an environment was not planned, for the author of the change. */
export function refusalMarkdown(
  environment: string,
  { error }: z.output<typeof planRefusal>,
): string {
  const reasons = error.messages.map(({ message, fix }) =>
    fenced(fix === null ? message : `${message}\nfix: ${fix}`),
  );
  return `## ${environment}: not planned\n\n${reasons.join("\n\n")}\n`;
}

/** Lists of resources longer than this are cut: the whole plan is in the job's log. */
const MOST_ROWS = 100;

/** The plan of an environment for a reviewer. */
export function planMarkdown(report: PlanReport): string {
  const { environment, outcome, stacks, notPlanned, failure, terraform } = report;
  const lost = stacks.flatMap(({ id, changes }) =>
    changes
      .filter(({ loses }) => loses !== undefined)
      .map(({ address, loses }) => `> - ${code(address)} in ${id}: takes ${loses}`),
  );
  return [
    `## Plan of ${environment}: ${outcome}`,
    ...(lost.length === 0 ? [] : ["", "> [!CAUTION]", "> State is destroyed:", ...lost]),
    "",
    "| stack | add | change | destroy | planned against |",
    "| --- | ---: | ---: | ---: | --- |",
    ...stacks.map(
      ({ id, counts, changesUnknown, basis }) =>
        `| ${id} | ${counts.add} | ${changesUnknown ? "?" : counts.change} | ${counts.destroy} | ${basis === "state" ? "state and cluster" : "declared values"} |`,
    ),
    ...notPlanned.map((id) => `| ${id} | | | | not planned |`),
    ...(failure === undefined ? [] : ["", ...failureLines(failure)]),
    ...stacks.filter(({ changes }) => changes.length > 0).flatMap(details),
    "",
    `${terraform}; applied only by deploy.yml, from a plan of its own.`,
    "",
  ].join("\n");
}

function failureLines({ stack: id, step, errors }: NonNullable<PlanReport["failure"]>): string[] {
  const text = typeof errors === "string" ? errors : JSON.stringify(errors, null, 2);
  return [`**${id} failed** (${step}):`, "", fenced(text)];
}

function details({ id, changes }: PlanReport["stacks"][number]): string[] {
  const rows = changes.map((each) => `${MARKS[each.action]} ${each.address}${forced(each)}`);
  const hidden = rows.length - MOST_ROWS;
  return [
    "",
    `<details><summary>${id}</summary>`,
    "",
    fenced(rows.slice(0, MOST_ROWS).join("\n")),
    ...(hidden > 0 ? [`${hidden} more`] : []),
    "",
    "</details>",
  ];
}

function forced({ because }: Change): string {
  return because.length === 0 ? "" : `  # forced by ${because.join(", ")}`;
}

const MARKS: Readonly<Record<Change["action"], string>> = {
  create: "+  ",
  update: "~  ",
  replace: "-/+",
  delete: "-  ",
  forget: ".  ",
};

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
