import { readFileSync } from "node:fs";
import { z } from "zod";
import { projectFile } from "../project";

/** What may be done with resources, or with addresses that are no resources. */
const rule = z.strictObject({
  apiGroups: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
  resourceNames: z.array(z.string()).default([]),
  nonResourceURLs: z.array(z.string()).default([]),
  verbs: z.array(z.string()),
});
export type RightsRule = z.output<typeof rule>;

const grant = z.strictObject({
  account: z.strictObject({ namespace: z.string(), name: z.string() }),
  /** Namespace that it holds in; absent: the whole cluster. */
  namespace: z.string().optional(),
  /** Role whose rules they are; also of roles that Kubernetes brings, whose rules are not here. */
  role: z.string(),
  rules: z.array(rule),
});
/** What an account may do. */
export type Grant = z.output<typeof grant>;

const charts = z.record(
  z.string(),
  z.strictObject({ version: z.string(), grants: z.array(grant) }),
);
export type ChartRights = z.output<typeof charts>;

export const CHART_RIGHTS_FILE = "environments/facts/chart-rights.json";

/**
 * What the charts' accounts may do with the values of this project, at the newest versions
 * that were rendered; read from the rendered charts by `scripts/chart-rights.ts`.
 */
export const chartRights = (): ChartRights =>
  charts.parse(JSON.parse(readFileSync(projectFile(CHART_RIGHTS_FILE), "utf8")));
