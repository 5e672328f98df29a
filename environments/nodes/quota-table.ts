import Table from "cli-table3";
import { SERVICE_QUOTAS, type ServiceQuota } from "../facts/service-quotas";
import { quotaNeeds, type QuotaNeed } from "./quota-needs";
import type { EnvironmentSpec } from "../schema";

/** A quota of AWS, and what an environment may need of it. */
export interface QuotaRow extends ServiceQuota, QuotaNeed {
  readonly environment: string;
  readonly region: string;
}

/** What the environments on EKS need of AWS' quotas. */
export function quotaRows(specs: readonly EnvironmentSpec[]): readonly QuotaRow[] {
  return specs.flatMap(({ name, cluster }) =>
    cluster.kind === "eks"
      ? quotaNeeds(cluster).map((need) => ({
          environment: name,
          region: cluster.region,
          ...need,
          ...SERVICE_QUOTAS[need.quota],
        }))
      : [],
  );
}

/** Whether an account that never asked for more has too little. */
export function mustBeAsked({ whileUpdating, newAccount }: QuotaRow): boolean {
  return whileUpdating > newAccount;
}

/** The quotas that a new account must ask for; empty: none. */
export function renderQuotas(rows: readonly QuotaRow[]): string {
  const asked = rows.filter(mustBeAsked);
  if (asked.length === 0) return "";
  const table = new Table({
    head: ["environment", "quota to ask for", "code", "at maximum", "ask for", "new account"],
    style: { head: [], border: [] },
  });
  for (const { environment, name, code, atMaximum, whileUpdating, unit, newAccount } of asked) {
    table.push([
      environment,
      name,
      code,
      String(atMaximum),
      `${whileUpdating} ${unit}`,
      String(newAccount),
    ]);
  }
  return `${table.toString()}\nAWS' service quotas: the rest, and the commands that ask, in docs/quotas.md; npm run doctor compares them.\n`;
}

/** Command that asks AWS for as much as updates need. */
export function requestCommand({ service, code, whileUpdating, region }: QuotaRow): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${whileUpdating} --region ${region}`;
}
