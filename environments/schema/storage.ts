import { z } from "zod";
import { dnsLabel, secretKeyRef } from "./common";
import { fqdn, httpsUrl } from "./hosts";

const className = dnsLabel;

/**
 * Password of the default user, in a Secret of the workload's namespace that
 * is not made here. The app must send it as well (a variable from `redis-password`);
 * KEDA gets it through a TriggerAuthentication. Absent: only network policies guard the queues.
 */
const password = secretKeyRef.optional();

/**
 * User that may read RQ's keys and nothing else, for what only looks: KEDA, the keeper
 * of the deletion cost, the exporter of queue metrics. It bounds them only where the
 * default user has a password. Our own Redis makes it; an existing one must have it.
 */
const reader = z
  .strictObject({
    /** Name in Redis' ACL. */
    username: z
      .string()
      .regex(/^(?!default$)[a-z][a-z0-9-]*$/, 'must be a name of a-z, 0-9 and "-", not default'),
    /** In a Secret of the workload's namespace that is not made here. */
    password: secretKeyRef,
  })
  .optional();

const managedRedis = z.strictObject({
  kind: z.literal("managed"),
  /** Namespaces whose pods put jobs on its queues. Absent: pods of the application alone reach it. */
  senders: z.array(dnsLabel).min(1).optional(),
  password,
  reader,
  /** Persistent volume for the append-only file; absent: queues die with the pod. */
  persistence: z
    .strictObject({
      size: z.string().regex(/^[0-9]+Gi$/, 'must be a size in Gi, e.g. "10Gi"'),
      className,
    })
    .optional(),
});

const existingRedis = z.strictObject({
  kind: z.literal("existing"),
  host: fqdn,
  port: z.int().min(1).max(65535),
  password,
  reader,
});

/** The queue's Redis: in the workload's namespace, or one that is already there. */
export const redis = z.discriminatedUnion("kind", [managedRedis, existingRedis]);
export type RedisSpec = z.output<typeof redis>;

const VAULT_NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
const VAULT_FOLDER = new RegExp(`^(?!data/)${VAULT_NAME}(/${VAULT_NAME})*$`);

/** Key of Vault's KV engine, below the environment's own folder (`vault.folder`). */
export const vaultKey = z.string().regex(VAULT_FOLDER, {
  error: 'must be a key below vault.folder, e.g. "model", without data/ and the folder',
});

/** HashiCorp Vault, read through External Secrets with Kubernetes authentication. */
export const vault = z.strictObject({
  server: httpsUrl,
  /** Certificates, PEM, of the authority that signed the server's; absent: a public one. */
  certificateAuthority: z
    .string()
    .regex(
      /^(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n?)+$/,
      "must be certificates in PEM, and nothing else",
    )
    .optional(),
  /** Mount path of the Kubernetes auth method. */
  authMountPath: z.string().min(1),
  role: z.string().min(1),
  /** Audiences of the service account's token; Vault's role names one of them. */
  audiences: z.array(z.string().min(1)).min(1),
  /** Mount path of the KV v2 engine. */
  kvPath: z.string().min(1),
  /**
   * Folder of the engine that holds all keys of this environment, and no other's: its
   * role may read what is below it. Each key of the data is one below it.
   */
  folder: z.string().regex(VAULT_FOLDER, {
    error: 'must be a folder of the KV engine, e.g. "app/staging", without data/',
  }),
  /** Key that holds `username` and `password` (a token with read:packages) for ghcr.io; absent: no image comes from there. */
  ghcrKey: vaultKey.optional(),
  /** Key whose property `htpasswd` lists the users that may push to the in-cluster registry. */
  registryKey: vaultKey,
});
export type VaultSpec = z.output<typeof vault>;

/** Name of a property of a key in Vault's KV engine. */
export const vaultPropertyName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+$/, 'must be the name of a property, e.g. "slack-webhook-url"');

/** Where Vault keeps a credential: a key below the environment's folder and one of its properties. */
export const vaultProperty = z.strictObject({
  key: vaultKey,
  property: vaultPropertyName,
});
export type VaultProperty = z.output<typeof vaultProperty>;
