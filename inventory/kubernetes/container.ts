import { z } from "zod";
import { isObject, type JsonObject } from "../json";
import { count, flag, listOf, maybe, strings, text } from "./schemas";

/** Quantities by resource, as written, e.g. `{ cpu: "500m", "nvidia.com/gpu": "1" }`. */
export type Quantities = z.output<typeof strings>;

/** What a pod, or a container, may do. Undefined: not said. */
export const security = {
  runAsNonRoot: flag,
  runAsUser: count,
  /** Type of the seccomp profile, e.g. `RuntimeDefault`. */
  seccompProfile: maybe(z.object({ type: text })).transform((profile) => profile?.type),
};
type PodSecurity = z.output<z.ZodObject<typeof security>>;

/** `true` where the pod starts without the object that is named; otherwise left out. */
const optional = flag.transform((on) => (on === true ? on : undefined));

/** A reference to a Secret or ConfigMap. */
const named = z.lazy(() =>
  z
    .object({ name: z.string().default(""), optional })
    .transform(({ name: object, optional: may }) => ({
      object,
      ...(may === true ? { optional: may } : {}),
    })),
);

/** A reference to a key of one. */
const keyOf = z.lazy(() =>
  z
    .object({ name: z.string().default(""), key: z.string().default(""), optional })
    .transform(({ name: object, key, optional: may }) => ({
      object,
      key,
      ...(may === true ? { optional: may } : {}),
    })),
);

/** An environment variable of a container: its value, or what it is read from. */
const variable = z.lazy(() =>
  z
    .object({
      name: z.string(),
      value: text,
      valueFrom: maybe(
        z.looseObject({ secretKeyRef: maybe(keyOf), configMapKeyRef: maybe(keyOf) }),
      ),
    })
    .transform(({ name, value, valueFrom }) => {
      if (valueFrom === undefined) return { name, kind: "literal" as const, value: value ?? "" };
      const { secretKeyRef, configMapKeyRef } = valueFrom;
      if (secretKeyRef) return { name, kind: "secret" as const, ...secretKeyRef };
      return configMapKeyRef
        ? { name, kind: "configMap" as const, ...configMapKeyRef }
        : // A field of the pod or of its resources.
          { name, kind: "other" as const };
    }),
);
export type EnvironmentVariable = z.output<typeof variable>;

/** A Secret or ConfigMap whose keys all become variables. */
const source = z.lazy(() =>
  z
    .object({ secretRef: maybe(named), configMapRef: maybe(named) })
    .transform(({ secretRef, configMapRef }) => {
      if (secretRef) return [{ kind: "secret" as const, ...secretRef }];
      return configMapRef ? [{ kind: "configMap" as const, ...configMapRef }] : [];
    }),
);

const port = z.lazy(() =>
  z
    .object({
      /** Undefined: the port has no name. */
      name: text,
      containerPort: z.coerce.number(),
      /** Port of the node that leads here; undefined: none. */
      hostPort: count,
      /** `TCP` where none is written. */
      protocol: text.transform((protocol) => protocol ?? "TCP"),
    })
    .transform(({ containerPort, ...rest }) => ({ ...rest, port: containerPort })),
);
export type ContainerPort = z.output<typeof port>;

const words = z.lazy(() => listOf(text).transform((texts) => texts.map((word) => word ?? "")));

const securityContext = z.lazy(() =>
  z.object({
    ...security,
    privileged: flag,
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    capabilities: maybe(z.object({ add: listOf(z.string()), drop: listOf(z.string()) })),
  }),
);

/** A container as it is written; {@link inPod} adds what follows from its pod. */
export const container = z.lazy(() =>
  z
    .object({
      name: z.string().default(""),
      /** Image with registry, tag and digest as written; empty when none is. */
      image: maybe(z.string()).transform((image) => image ?? ""),
      restartPolicy: text,
      command: words,
      args: words,
      env: listOf(variable),
      envFrom: listOf(source).transform((sources) => sources.flat()),
      ports: listOf(port),
      resources: maybe(z.object({ requests: strings, limits: strings })),
      volumeMounts: listOf(z.object({ name: z.string(), mountPath: z.string() })),
      lifecycle: maybe(z.object({ preStop: maybe(z.record(z.string(), z.unknown())) })),
      securityContext: maybe(securityContext),
    })
    .transform(({ resources, volumeMounts, lifecycle, ...rest }) => ({
      ...rest,
      /** As written: where a resource has a limit only, Kubernetes takes that for its request. */
      requests: resources?.requests ?? {},
      limits: resources?.limits ?? {},
      /** Which volume is mounted where. */
      mounts: volumeMounts.map(({ name, mountPath }) => ({ volume: name, path: mountPath })),
      /** The hook as text: its command's words, or the JSON of another kind of hook; undefined: none. */
      preStop: lifecycle?.preStop && hookText(lifecycle.preStop),
    })),
);

/** A container of a pod, with what holds for it. */
export type Container = ReturnType<typeof inPod>;

/**
 * What holds for a container: its own setting, otherwise its pod's.
 *
 * @param init listed among the init containers
 */
export function inPod(
  { restartPolicy, securityContext: own, ...rest }: z.output<typeof container>,
  init: boolean,
  pod: PodSecurity | undefined,
) {
  return {
    ...rest,
    /** Listed among the init containers; runs to its end before the others start, unless a sidecar. */
    init,
    /** An init container that keeps running (`restartPolicy: Always`): its requests add to the others'. */
    sidecar: init && restartPolicy === "Always",
    security: {
      runAsNonRoot: own?.runAsNonRoot ?? pod?.runAsNonRoot,
      runAsUser: own?.runAsUser ?? pod?.runAsUser,
      seccompProfile: own?.seccompProfile ?? pod?.seccompProfile,
      /** `false` where none is written. */
      privileged: own?.privileged ?? false,
      /** `true` where none is written. */
      allowPrivilegeEscalation: own?.allowPrivilegeEscalation ?? true,
      /** `false` where none is written. */
      readOnlyRootFilesystem: own?.readOnlyRootFilesystem ?? false,
      capabilities: own?.capabilities ?? { add: [], drop: [] },
    },
  };
}

/** The words of a command; any other hook as JSON. */
function hookText(hook: JsonObject): string {
  const command = isObject(hook.exec) ? hook.exec.command : undefined;
  return Array.isArray(command) ? command.map(String).join(" ") : JSON.stringify(hook);
}
