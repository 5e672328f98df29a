import { z } from "zod";
import {
  count,
  flag,
  imagePullSecrets,
  labelSelector,
  listOf,
  maybe,
  metadata,
  nodeSelectorTerms,
  strings,
  text,
} from "./schemas";

/** What pods and containers share. */
const security = {
  runAsNonRoot: flag,
  runAsUser: count,
  seccompProfile: maybe(z.object({ type: text })),
};

/** A reference to a key of a Secret or ConfigMap. */
const keyOf = maybe(
  z.object({ name: z.string().default(""), key: z.string().default(""), optional: flag }),
);
const named = maybe(z.object({ name: z.string().default(""), optional: flag }));

const container = z.object({
  name: z.string().default(""),
  image: maybe(z.string()),
  restartPolicy: text,
  command: listOf(text),
  args: listOf(text),
  env: listOf(
    z.object({
      name: z.string(),
      value: text,
      valueFrom: maybe(z.looseObject({ secretKeyRef: keyOf, configMapKeyRef: keyOf })),
    }),
  ),
  envFrom: listOf(z.object({ secretRef: named, configMapRef: named })),
  ports: listOf(
    z.object({ name: text, containerPort: z.coerce.number(), hostPort: count, protocol: text }),
  ),
  resources: maybe(z.object({ requests: strings, limits: strings })),
  volumeMounts: listOf(z.object({ name: z.string(), mountPath: z.string() })),
  lifecycle: maybe(z.object({ preStop: maybe(z.record(z.string(), z.unknown())) })),
  securityContext: maybe(
    z.object({
      ...security,
      privileged: flag,
      allowPrivilegeEscalation: flag,
      readOnlyRootFilesystem: flag,
      capabilities: maybe(z.object({ add: listOf(z.string()), drop: listOf(z.string()) })),
    }),
  ),
});
export type ContainerJson = z.output<typeof container>;

const volume = z.object({
  name: z.string(),
  persistentVolumeClaim: maybe(z.object({ claimName: z.string() })),
  // `emptyDir:` without a value is what people write for {}.
  emptyDir: z.object({ medium: text }).nullable().optional(),
  hostPath: maybe(z.object({ path: z.string() })),
  nfs: maybe(z.object({ server: z.string(), path: z.string() })),
  configMap: named,
  secret: maybe(z.object({ secretName: z.string().default(""), optional: flag })),
});
export type VolumeJson = z.output<typeof volume>;

const affinity = z.object({
  nodeAffinity: maybe(
    z.object({
      requiredDuringSchedulingIgnoredDuringExecution: maybe(
        z.object({ nodeSelectorTerms: nodeSelectorTerms }),
      ),
    }),
  ),
  podAntiAffinity: maybe(
    z.object({
      requiredDuringSchedulingIgnoredDuringExecution: listOf(
        z.object({
          topologyKey: z.string(),
          labelSelector: maybe(labelSelector),
          namespaces: listOf(z.string()),
        }),
      ),
    }),
  ),
});

export const podTemplate = z.object({
  metadata: maybe(metadata),
  spec: z.object({
    containers: listOf(container),
    initContainers: listOf(container),
    volumes: listOf(volume),
    tolerations: listOf(z.object({ key: text, operator: text, value: text, effect: text })),
    nodeSelector: strings,
    affinity: maybe(affinity),
    topologySpreadConstraints: listOf(
      z.object({
        topologyKey: z.string(),
        maxSkew: count,
        whenUnsatisfiable: text,
        labelSelector: maybe(labelSelector),
      }),
    ),
    imagePullSecrets,
    serviceAccountName: text,
    automountServiceAccountToken: flag,
    priorityClassName: text,
    hostNetwork: flag,
    hostPID: flag,
    hostIPC: flag,
    terminationGracePeriodSeconds: count,
    securityContext: maybe(z.object(security)),
  }),
});
export type PodTemplateJson = z.output<typeof podTemplate>;
