import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { projectFile } from "../../environments/project";

const names = z.string().transform((text) => text.split(/\s+/));
const decided = z.array(z.strictObject({ reason: z.string().min(1), names }));

/** Decisions about what the app reads and answers: `contract.yaml`. */
const contract = z.strictObject({
  /** Variables that it reads and that are not set. */
  defaulted: decided,
  /** Variables that are set for others than its code. */
  readByOthers: decided,
  /** Reads of a name that is put together at run time. */
  unseen: z.array(z.strictObject({ reason: z.string().min(1), place: z.string() })),
  /** Paths, with all below them, that users do not get. */
  closedRoutes: z.array(z.strictObject({ reason: z.string().min(1), path: z.string() })),
});

/** What the app's code says of itself; made by `scripts/app-contract/read_app.py`. */
const facts = z.strictObject({
  /** The app's commit. */
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** Variables that its code reads, with literal defaults and the files that read them. */
  variables: z.record(
    z.string(),
    z.strictObject({ defaults: z.array(z.string()).optional(), files: z.array(z.string()) }),
  ),
  /** Places that read a name which is put together at run time: `file:line expression`. */
  unseen: z.array(z.string()),
  /** Variables that its image sets. */
  imageVariables: z.record(z.string(), z.string()),
  /** Series of web's `/metrics`. */
  series: z.array(z.string()),
  /** Types of telemetry events, each counted as `montage_<type>_total`, and the files that record them. */
  events: z.record(z.string(), z.array(z.string())),
  /** Flask's routes and their methods. */
  routes: z.record(z.string(), z.array(z.string())),
});
export type AppFacts = z.output<typeof facts>;

/** Decisions about the app's variables and paths. */
export const appContract = () =>
  contract.parse(parse(readFileSync(projectFile("applications/montage-ai/contract.yaml"), "utf8")));

/** The app as its code is, at the commit that the environments run. */
export const appFacts = (): AppFacts =>
  facts.parse(JSON.parse(readFileSync(projectFile("applications/montage-ai/facts.json"), "utf8")));
