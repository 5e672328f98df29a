import { z } from "zod";
import { bytes, dnsLabel, secretKeyRef } from "./common";
import { cidr } from "./egress";
import { imageRepository } from "./hosts";
import { vaultKey } from "./storage";

/** The registry in the cluster, for the images of all applications. */
export const registry = z.strictObject({
  /** Port on every node; nodes pull from 127.0.0.1:<nodePort>, which no cluster DNS is needed for. */
  nodePort: z.int(),
  namespace: dnsLabel,
  volume: z.strictObject({ size: bytes, className: dnsLabel }),
  /** Secret with the htpasswd file of the users that may push, in the registry's namespace. */
  pushCredentials: secretKeyRef,
  /** Garbage collection, cron syntax, UTC. */
  garbageCollection: z.string().regex(/^(\S+\s){4}\S+$/, "must be a cron schedule of five fields"),
  /**
   * Images of each repository that the garbage collection keeps by the time of their push, beside
   * those that the cluster's objects name: what runs, and what could be rolled back to. From 1 to
   * 1000; all others are deleted.
   *
   * @default 10
   */
  keepNewest: z.int().min(1).max(1000).optional(),
});

const inRegistry = z.strictObject({
  kind: z.literal("registry"),
  /** Repository inside the cluster's registry. */
  repository: z
    .string()
    .regex(
      /^[a-z0-9]+([._/-][a-z0-9]+)*$/,
      'must be a repository without host and tag, in lower case, e.g. "team/web"',
    ),
});

const ghcr = z.strictObject({
  kind: z.literal("ghcr"),
  /** Repository with its registry. */
  repository: z.string().regex(/^ghcr\.io\/[a-z0-9-]+\/[a-z0-9._/-]+$/, {
    error: "must be ghcr.io/<owner>/<name>; a repository elsewhere is images.external",
  }),
  /** Name of the dockerconfigjson Secret that External Secrets writes. */
  pullSecretName: dnsLabel,
  /**
   * Key below the environment's folder in Vault, with `username` and `password`.
   *
   * @default the vault's ghcrKey
   */
  vaultKey: vaultKey.optional(),
});

/** Any other registry outside the cluster that asks for credentials: Harbor, GitLab, Artifactory, Docker Hub. */
const external = z.strictObject({
  kind: z.literal("external"),
  /** Repository with its registry, which nodes reach over TLS. */
  repository: imageRepository,
  /** Name of the dockerconfigjson Secret that External Secrets writes. */
  pullSecretName: dnsLabel,
  /** Key below the environment's folder in Vault, with `username` and `password` of an account that may pull. */
  vaultKey,
  /**
   * Addresses of the registry, and of its token server, for the network policy of
   * the image probe: policies know no names.
   *
   * @default the public internet
   */
  cidrs: z.array(cidr).min(1).optional(),
});

/** One source of an application's images. */
export type ImageSource = RegistryImages | OutsideImages;
/** A source outside the cluster, with credentials from Vault. */
export type OutsideImages = GhcrImages | ExternalImages;
export type RegistryImages = z.output<typeof inRegistry>;
export type RegistrySpec = z.output<typeof registry>;
export type GhcrImages = z.output<typeof ghcr>;
export type ExternalImages = z.output<typeof external>;

/** The sources that an environment can switch an application between; `switches.images` names the one in use. */
export const images = z.strictObject({
  registry: inRegistry.optional(),
  ghcr: ghcr.optional(),
  external: external.optional(),
});

/** The source outside the cluster that an application describes: a relation sees that it is one at most. */
export function outsideImages(described: z.output<typeof images>): OutsideImages | undefined {
  return described.ghcr ?? described.external;
}
