import { z } from "zod";

const sarif = z.object({
  runs: z.array(
    z.object({
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.enum(["error", "warning", "note", "none"]),
          message: z.object({ text: z.string() }),
          locations: z
            .array(
              z.object({
                physicalLocation: z
                  .object({
                    artifactLocation: z.object({ uri: z.string() }),
                    region: z.object({ startLine: z.number() }),
                  })
                  .optional(),
              }),
            )
            .default([]),
          suppressions: z.array(z.unknown()).default([]),
        }),
      ),
    }),
  ),
});

/**
 * The results of a SARIF log as commands that GitHub shows as annotations:
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 * Accepted findings are not shown. What was synthesized has no line in
 * the repository and is shown with the job.
 */
export function annotations(log: unknown): readonly string[] {
  return sarif.parse(log).runs.flatMap(({ results }) =>
    results
      .filter(({ suppressions }) => suppressions.length === 0)
      .map(({ ruleId, level, message, locations: [location] }) => {
        const place = location?.physicalLocation;
        const file = place?.artifactLocation.uri;
        const properties = [
          `title=${property(ruleId)}`,
          ...(place === undefined || file === undefined || file.startsWith("cdktf.out/")
            ? []
            : [`file=${property(decodeURI(file))}`, `line=${place.region.startLine}`]),
        ];
        return `::${level === "error" ? "error" : "warning"} ${properties.join(",")}::${escaped(message.text)}`;
      }),
  );
}

/** Text of a command: a line break would begin another command. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
