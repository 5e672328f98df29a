import { z } from "zod";
import { bytes, dnsLabel, secretKeyRef } from "./common";

const registry = z.strictObject({
  kind: z.literal("registry"),
  /** Repository inside the registry. */
  repository: z.string().regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/),
  /** Port on every node; nodes pull from 127.0.0.1:<nodePort>, which no cluster DNS is needed for. */
  nodePort: z.int(),
  namespace: dnsLabel,
  volume: z.strictObject({ size: bytes, className: dnsLabel }),
  /** Secret with the htpasswd file of those who may push, in the registry's namespace. */
  pushCredentials: secretKeyRef,
  /** Garbage collection, cron syntax, UTC. */
  garbageCollection: z.string().regex(/^(\S+\s){4}\S+$/, "must be a cron schedule of five fields"),
});

const ghcr = z.strictObject({
  kind: z.literal("ghcr"),
  /** Repository with its registry. */
  repository: z
    .string()
    .regex(/^ghcr\.io\/[a-z0-9-]+\/[a-z0-9._/-]+$/, "must be ghcr.io/<owner>/<name>"),
  /** Name of the dockerconfigjson Secret that External Secrets writes. */
  pullSecretName: dnsLabel,
});

/** One source of the app's images. */
export type ImageSource = RegistryImages | GhcrImages;
export type RegistryImages = z.output<typeof registry>;
export type GhcrImages = z.output<typeof ghcr>;

/** The sources that an environment can switch between; `switches.images` names the one in use. */
export const images = z.strictObject({
  registry: registry.optional(),
  ghcr: ghcr.optional(),
});
