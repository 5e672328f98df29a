import { z } from "zod";

/** A count: number, or a string of digits as cdktf writes it; an expression is not known before the apply. */
export const count = z
  .union([z.number(), z.string()])
  .optional()
  .transform((value) => {
    if (typeof value === "string" && !/^\d+$/.test(value)) return undefined;
    return value === undefined ? undefined : Number(value);
  });

export const strings = z
  .record(z.string(), z.coerce.string())
  .nullish()
  .transform((map) => map ?? {});

/** A list that may be absent or null. */
export function listOf<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

export const metadata = z.object({
  name: z.string().default(""),
  namespace: z.string().default("default"),
  labels: strings,
});

/** Names of Secrets, as pods and service accounts list them. */
export const imagePullSecrets = listOf(z.object({ name: z.string() })).transform((secrets) =>
  secrets.map((secret) => secret.name),
);

export const claimSpec = z.object({
  accessModes: listOf(z.string()),
  storageClassName: z.string().optional(),
});

const quantity = z.union([z.string(), z.number()]).transform(String).optional();

const container = z.object({
  name: z.string().default(""),
  image: z.string().default(""),
  resources: z
    .object({ requests: z.object({ cpu: quantity, memory: quantity }).nullish() })
    .nullish(),
  volumeMounts: listOf(z.object({ name: z.string(), mountPath: z.string() })),
});

export const podTemplate = z.object({
  spec: z.object({
    containers: listOf(container),
    initContainers: listOf(container),
    volumes: listOf(
      z.object({
        name: z.string(),
        persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
        emptyDir: z.unknown().optional(),
      }),
    ),
    tolerations: listOf(
      z.object({ key: z.string().optional(), operator: z.string().default("Equal") }),
    ),
    nodeSelector: strings,
    imagePullSecrets,
    serviceAccountName: z.string().default("default"),
  }),
});
export type PodTemplateJson = z.output<typeof podTemplate>;
