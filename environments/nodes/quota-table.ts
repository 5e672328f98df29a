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

/** Command that asks AWS for as much as updates need. */
export function requestCommand({ service, code, whileUpdating, region }: QuotaRow): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${whileUpdating} --region ${region}`;
}
