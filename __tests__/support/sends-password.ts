import { specOf } from "./synth";

/** Changes with which web and all workers of an environment read Redis' password from REDIS_PASSWORD. */
export function sendsPassword(name: string): Readonly<Record<string, unknown>> {
  const workers = specOf(name).workload.workers.map((_, index) => `workers.${index}`);
  return Object.fromEntries(
    ["web", ...workers].map((pods) => [
      `workload.${pods}.variables.REDIS_PASSWORD`,
      { from: "redis-password" },
    ]),
  );
}
