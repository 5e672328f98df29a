import { z } from "zod";

/** DNS-1123 label: what Kubernetes accepts as the name of most objects. */
export const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "must be a DNS label: a-z, 0-9 and '-'");

/** Kubernetes quantity of memory or storage, e.g. `2Gi`. */
export const bytes = z
  .string({
    error: ({ input }) =>
      typeof input === "number" ? "has no unit: a number alone counts bytes" : undefined,
  })
  .regex(/^[0-9]+(Ki|Mi|Gi|Ti)$/, 'must be a quantity in Ki, Mi, Gi or Ti, e.g. "2Gi"')
  .meta({ fix: 'write a number with Ki, Mi, Gi or Ti as a text: "512Mi", "2Gi"' });

/** Kubernetes quantity of CPU, e.g. `500m` or `2`. */
export const cpu = z
  .string()
  .regex(/^[0-9]+m?$/, 'must be a CPU quantity, e.g. "500m" or "2"')
  .meta({ fix: 'write CPUs, or thousandths of one with m, as a text: "2", "500m"' });

/** Key of a label or taint: optional DNS prefix, then a name of at most 63 characters. */
export const labelKey = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "must be a label key",
  );

/** Value of a label or taint. */
export const labelValue = z
  .string()
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, "must be a label value");

/** Name of an environment variable. */
export const settingName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a variable, e.g. "LOG_LEVEL"');

/** TCP port. */
export const port = z.int().min(1).max(65535);

/** Whole number of at least one. */
export const positive = z.int().min(1);

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** SHA-256 digest of an image, `sha256:` and 64 hexadecimal digits. */
export const digest = z.string().regex(DIGEST, 'must be "sha256:" and 64 hexadecimal digits');

const NAME_A_VERSION =
  "name the release or commit that shall run, e.g. the app repository's short SHA";

/**
 * Tag of an image, with its digest where that is known: `d5eade7` or
 * `d5eade7@sha256:…`. Both in one value, so that no digest of an older tag is
 * left behind. `latest` is refused because it changes under running pods.
 */
export const imageTag = z
  .string()
  .refine((tag) => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@|$)/.test(tag), {
    error: "is not an image tag",
    params: { fix: NAME_A_VERSION },
  })
  .refine((tag) => !tag.includes("@") || DIGEST.test(tag.slice(tag.indexOf("@") + 1)), {
    error: "has no whole digest after @",
    params: { fix: 'write "sha256:" and all 64 hexadecimal digits after @, or the tag alone' },
  })
  .refine((tag) => !/^latest(@|$)/.test(tag), {
    error: "latest is not a version",
    params: { fix: NAME_A_VERSION },
  });

/** Requests and limits of one container. */
export const resources = z.strictObject({
  requests: z.strictObject({ cpu, memory: bytes }),
  limits: z.strictObject({ cpu, memory: bytes }),
});
export type Resources = z.output<typeof resources>;

/** Taint of a node. */
export const taint = z.strictObject({
  key: labelKey,
  value: labelValue,
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});
export type Taint = z.output<typeof taint>;

/** A key of a Kubernetes Secret that is not made here. */
export const secretKeyRef = z.strictObject({ secretName: dnsLabel, key: z.string().min(1) });
export type SecretKeyRef = z.output<typeof secretKeyRef>;
