import { specOf } from "./synth";
import { montageAiIn } from "./applications";

/** Changes with which web and all workers of an environment read Redis' password from REDIS_PASSWORD. */
export function sendsPassword(name: string): Readonly<Record<string, unknown>> {
  const workers = montageAiIn(specOf(name)).workers.map((_, index) => `workers.${index}`);
  return Object.fromEntries(
    ["web", ...workers].map((pods) => [
      `applications.0.${pods}.variables.REDIS_PASSWORD`,
      { from: "redis-password" },
    ]),
  );
}
