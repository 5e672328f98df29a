import { z } from "zod";
import { planMarkdown, planReport } from "./plan-markdown";

/** What `npm run drift -- ENV --json` prints. */
export const driftReport = z.object({
  environment: z.string(),
  plan: planReport.nullable(),
  releases: z.array(z.object({ object: z.string(), field: z.string() })),
  unread: z.array(z.string()),
  drifted: z.boolean(),
});

/** How an environment differs from the code: where, and no values, since issues are public. */
export function driftMarkdown(report: z.output<typeof driftReport>): string {
  const { environment, plan, releases, unread } = report;
  return [
    ...(plan === null ? [] : [planMarkdown(plan)]),
    ...(releases.length === 0
      ? []
      : [
          `## Changed by hand on releases of ${environment}`,
          "",
          "| object | field |",
          "| --- | --- |",
          ...releases.map(({ object, field }) => `| ${cell(object)} | ${cell(field)} |`),
          "",
        ]),
    ...(unread.length === 0 ? [] : [`Not read: ${unread.map(cell).join("; ")}`, ""]),
    `Values: \`npm run drift -- ${environment}\`.`,
  ].join("\n");
}

function cell(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|").replaceAll("\n", " ")}\``;
}
