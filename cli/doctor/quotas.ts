import { execFile } from "node:child_process";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { type QuotaRow, quotaRows, requestCommand } from "../../environments/nodes/quota-table";
import { type Diagnosis, diagnosis } from "./examination";

/** Runs the aws CLI; JSON on its output, or what it said. */
export type AskAws = (
  args: readonly string[],
) => Promise<{ readonly json: unknown } | { readonly failure: string }>;

/** What was found of an account's quotas. */
export interface QuotaLook {
  readonly diagnoses: readonly Diagnosis[];
  /** Why something was not asked. */
  readonly unread: readonly string[];
}

/**
 * Compares the account's quotas with what the environment may need. Where AWS
 * cannot be asked (no aws CLI, no credentials) that is said, once.
 */
export async function lookAtQuotas(
  spec: EnvironmentSpec | undefined,
  ask: AskAws = askAws,
): Promise<QuotaLook> {
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

const SECONDS = 20;

const askAws: AskAws = (args) =>
  new Promise((resolve) => {
    execFile(
      "aws",
      [...args],
      { encoding: "utf8", timeout: SECONDS * 1000 },
      (error, stdout, stderr) => {
        if (error !== null) resolve({ failure: said(error, stderr) });
        else resolve(parsed(stdout));
      },
    );
  });

function said(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
): string {
  if (error.code === "ENOENT") return "the aws CLI is not installed";
  if (error.killed === true) return `the aws CLI did not answer within ${SECONDS} s`;
  return stderr.trim().split("\n").at(-1) ?? error.message;
}

function parsed(text: string): { readonly json: unknown } | { readonly failure: string } {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { failure: "the aws CLI answered something that is no JSON" };
  }
}
