import { z } from "zod";

const text = z.strictObject({ text: z.string().min(1) });
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().min(1) }),
    region: z.strictObject({ startLine: z.int().min(1) }),
  }),
  logicalLocations: z
    .array(
      z.strictObject({
        fullyQualifiedName: z.string(),
        name: z.string().optional(),
        kind: z.string(),
      }),
    )
    .optional(),
});

/** The members that SARIF 2.1.0 requires, and those that code scanning shows, with no others. */
export const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              fullDescription: text,
              help: z.strictObject({ text: z.string(), markdown: z.string() }),
              defaultConfiguration: z.strictObject({ level: z.enum(["error", "warning"]) }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      columnKind: z.literal("utf16CodeUnits"),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(
            z.strictObject({
              level: z.literal("warning"),
              message: text,
              locations: z.array(location),
            }),
          ),
        }),
      ]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(["error", "warning", "note"]),
          message: text,
          locations: z.array(location).length(1),
          partialFingerprints: z.strictObject({
            "finding/v1": z.string(),
            primaryLocationLineHash: z.string(),
          }),
          suppressions: z
            .array(
              z.strictObject({
                kind: z.enum(["external", "inSource"]),
                status: z.literal("accepted"),
                justification: z.string().min(1),
              }),
            )
            .optional(),
        }),
      ),
    }),
  ]),
});
