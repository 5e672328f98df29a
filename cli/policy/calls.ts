import type { Policies } from "./documents";

/** An API call that was made, by IAM's name of the service. */
export interface Call {
  /** E.g. `eks`, `elasticfilesystem`. */
  readonly service: string;
  /** E.g. `CreateNodegroup`. */
  readonly action: string;
}

/** Needs no permission: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const FREE = ["sts:GetCallerIdentity"];

/** Calls whose action is in none of the policies, each once; what it may be done to is not looked at. */
export function callsNotAllowed(
  calls: readonly Call[],
  { plan, apply }: Policies,
): readonly string[] {
  const allowed = new Set([
    ...FREE,
    ...[plan, ...apply].flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)),
  ]);
  const made = new Set(calls.map(({ service, action }) => `${service}:${action}`));
  return [...made].filter((call) => !allowed.has(call)).sort();
}
