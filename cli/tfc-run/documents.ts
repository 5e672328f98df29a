import { z } from "zod";

/** What is read of Terraform Cloud's documents (JSON:API); there is more in them. */
export const workspaceSchema = z.object({
  data: z.object({ id: z.string(), attributes: z.object({ "execution-mode": z.string() }) }),
});
/** A configuration, and where its files are put. */
export const configurationSchema = z.object({
  data: z.object({
    id: z.string(),
    attributes: z.object({ status: z.string(), "upload-url": z.string().nullish() }),
  }),
});
/** A run; the server lists what may be done with it. */
export const runSchema = z.object({
  data: z.object({
    id: z.string(),
    attributes: z.object({
      status: z.string(),
      "has-changes": z.boolean(),
      actions: z.object({ "is-confirmable": z.boolean() }),
    }),
    relationships: z.object({
      plan: z.object({ data: z.object({ id: z.string() }) }),
      apply: z.object({ data: z.object({ id: z.string() }).nullish() }).optional(),
    }),
  }),
});
/** Runs of a workspace. */
export const queuedSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        source: z.string(),
        actions: z.object({ "is-discardable": z.boolean() }),
      }),
    }),
  ),
});
export type Run = z.output<typeof runSchema>["data"];
/** Where the words of a plan or an apply are read. */
export const logSchema = z.object({
  data: z.object({ attributes: z.object({ "log-read-url": z.string() }) }),
});
