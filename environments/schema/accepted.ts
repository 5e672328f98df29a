import { z } from "zod";

/** One finding that is let pass: it stays in the output, as a warning with the reason. */
export const acceptedFinding = z.strictObject({
  /** Id of the rule, e.g. `volume-topology`. */
  rule: z.string().min(1),
  /** The object as the finding names it, e.g. `Deployment app/app-worker`. */
  object: z.string().regex(/^\S+ \S+$/, "must be a kind and a name, as the finding has them"),
  /** Why it is right to let it pass, for those who come later. */
  reason: z.string().refine((reason) => reason.trim() !== "", {
    error: "an accepted finding needs a reason",
    params: { fix: "say in a sentence why it may pass, and until when" },
  }),
});
export type AcceptedFinding = z.output<typeof acceptedFinding>;
