import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { type QuotaRow, quotaRows, requestCommand } from "../../environments/nodes/quota-table";
import { type AskAws, askAws, type AwsLook } from "./aws";
import { type Diagnosis, diagnosis } from "./examination";

/**
 * Compares the account's quotas with what the environment may need. Where AWS
 * cannot be asked (no aws CLI, no credentials) that is said, once.
 */
export async function lookAtQuotas(
  spec: EnvironmentSpec | undefined,
  ask: AskAws = askAws,
): Promise<AwsLook> {
  const rows = spec === undefined ? [] : quotaRows([spec]);
  const diagnoses: Diagnosis[] = [];
  for (const row of rows) {
    const value = await applied(row, ask);
    if (typeof value === "string") {
      return { diagnoses, unread: [`service quotas not asked: ${value}`] };
    }
    diagnoses.push(...judged(row, value));
  }
  return { diagnoses, unread: [] };
}

function judged(row: QuotaRow, value: number): readonly Diagnosis[] {
  const { name, code, atMaximum, whileUpdating, unit } = row;
  if (value >= whileUpdating) return [];
  const short = value < atMaximum;
  return [
    diagnosis(
      { kind: "ServiceQuota", namespace: undefined, name: code },
      {
        id: "quota-too-small",
        severity: short ? "error" : "warning",
        cause: short
          ? `the account has ${value} ${unit} of "${name}", and the pools at their maximum need ${atMaximum}: nodes beyond it do not start`
          : `the account has ${value} ${unit} of "${name}", enough for the pools' maximum (${atMaximum}) and not for an update of all of them (${whileUpdating})`,
        fix: `ask AWS for ${whileUpdating} ${unit}; it may take days`,
        command: requestCommand(row),
      },
    ),
  ];
}

/** The value that was granted, else AWS' default; text: why neither can be had. */
async function applied({ service, code, region }: QuotaRow, ask: AskAws): Promise<number | string> {
  const of = (operation: string) =>
    ask([
      "service-quotas",
      operation,
      "--service-code",
      service,
      "--quota-code",
      code,
      "--region",
      region,
      "--output",
      "json",
    ]);
  const granted = await of("get-service-quota");
  // An account that never asked has no value of its own for some quotas.
  const answer =
    "failure" in granted && granted.failure.includes("NoSuchResource")
      ? await of("get-aws-default-service-quota")
      : granted;
  if ("failure" in answer) return answer.failure;
  const quota = isObject(answer.json) ? answer.json["Quota"] : undefined;
  const value = isObject(quota) ? quota["Value"] : undefined;
  return typeof value === "number" ? value : "the aws CLI answered without a value";
}
