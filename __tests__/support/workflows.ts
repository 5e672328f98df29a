import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

export const FOLDER = ".github/workflows";
/** Paths of all workflows. */
export const files = readdirSync(FOLDER).map((file) => `${FOLDER}/${file}`);
export const read = (file: string) => readFileSync(file, "utf8");

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const job = z.looseObject({
  "timeout-minutes": z.number(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).default({}),
  environment: z.string().optional(),
  "runs-on": z.union([z.string(), z.array(z.string())]),
  steps: z.array(step),
});
const workflow = z.looseObject({
  on: z.looseObject({}),
  permissions: z.strictObject({ contents: z.literal("read") }),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
  jobs: z.record(z.string(), job),
});

/** Every workflow, as far as the project asks something of it. */
export const workflows = files.map((file) => ({
  file,
  content: workflow.parse(parse(read(file))),
}));
/** Jobs of all workflows, each with `file: name`. */
export const jobs = workflows.flatMap(({ file, content }) =>
  Object.entries(content.jobs).map(([name, found]) => ({ ...found, place: `${file}: ${name}` })),
);
export const steps = jobs.flatMap(({ place, steps: found }) =>
  found.map((each) => ({ ...each, place })),
);
