import { z } from "zod";
import type { ChangeSummary } from "../../summarize-changes";

/** The continuation of cdktf that the way out leads to (docs/adr/0001); it has one more version when its pin is raised here. */
export const CDKTN = "0.24.0";

const packageJson = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  overrides: z.record(z.string(), z.string()).optional(),
});

/** package.json with cdktn under cdktf's name, also for the peers of the provider bindings; imports stay as they are. */
export function withCdktn(text: string): string {
  const found = packageJson.parse(JSON.parse(text));
  return JSON.stringify(
    {
      ...found,
      dependencies: { ...found.dependencies, cdktf: `npm:cdktn@${CDKTN}` },
      overrides: { ...found.overrides, cdktf: "$cdktf" },
    },
    null,
    2,
  );
}

/** How a trial ended. */
export interface Verdict {
  readonly same: boolean;
  readonly line: string;
}

/** Whether both made the same stacks; none at all is no proof. */
export function verdict({ baseFound, stacks }: ChangeSummary): Verdict {
  const equal = stacks.filter(({ status }) => status === "unchanged");
  const others = stacks.filter(({ status }) => status !== "unchanged");
  const named = others.map(({ stack, status }) => `${stack} (${status})`).join(", ");
  return {
    same: baseFound && stacks.length > 0 && others.length === 0,
    line: `${equal.length} of ${stacks.length} stacks are equal with cdktn ${CDKTN}${named === "" ? "" : `; not ${named}`}`,
  };
}
