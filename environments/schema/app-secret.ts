import { z } from "zod";
import { dnsLabel, settingName } from "./common";
import { vaultKey, vaultPropertyName } from "./storage";

/**
 * A Secret of the app that External Secrets brings from Vault. The data names where
 * each value is; the value is in neither data, plan nor state.
 */
export const appSecret = z.strictObject({
  /** Secret in the workload's namespace; its keys are the properties in Vault. */
  name: dnsLabel,
  /** Key below the environment's folder in Vault's KV engine. */
  vaultKey,
  /** Variable of the pods -> property of the key. */
  variables: z
    .record(settingName, vaultPropertyName)
    .refine((variables) => Object.keys(variables).length > 0, {
      error: "names no variable",
      params: { fix: 'add one, e.g. { MODEL_API_KEY: "api-key" }' },
    }),
  /**
   * Whose pods get the variables: `web` and names of workers.
   *
   * @default web and all workers
   */
  for: z.array(dnsLabel).min(1).optional(),
});
export type AppSecretSpec = z.output<typeof appSecret>;
