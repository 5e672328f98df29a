import type {
  Container,
  ContainerSecurity,
  EnvironmentSource,
  EnvironmentVariable,
  PodSecurity,
  PodTemplate,
  Volume,
} from "../model";
import { isObject, type JsonObject } from "../json";
import type { ContainerJson, PodTemplateJson, VolumeJson } from "./pod-schema";

/** Kubernetes' default: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const DEFAULT_GRACE_SECONDS = 30;

export function podOf({ metadata, spec }: PodTemplateJson): PodTemplate {
  const security = podSecurity(spec.securityContext);
  const antiAffinity = spec.affinity?.podAntiAffinity;
  return {
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    containers: [
      ...spec.initContainers.map((container) => containerOf(container, true, security)),
      ...spec.containers.map((container) => containerOf(container, false, security)),
    ],
    volumes: spec.volumes.map(volumeOf),
    tolerations: spec.tolerations,
    nodeSelector: spec.nodeSelector,
    nodeAffinity:
      spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        ?.nodeSelectorTerms,
    antiAffinity: (antiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ topologyKey, labelSelector: selector, namespaces }) => ({
        topologyKey,
        selector,
        namespaces,
      }),
    ),
    hardSpread: spec.topologySpreadConstraints
      .filter(({ whenUnsatisfiable }) => whenUnsatisfiable !== "ScheduleAnyway")
      .map(({ topologyKey, maxSkew, labelSelector: selector }) => ({
        topologyKey,
        maxSkew: maxSkew ?? 1,
        selector,
      })),
    imagePullSecrets: spec.imagePullSecrets,
    serviceAccount: spec.serviceAccountName ?? "default",
    automountServiceAccountToken: spec.automountServiceAccountToken,
    priorityClassName: spec.priorityClassName,
    hostNetwork: spec.hostNetwork ?? false,
    hostPID: spec.hostPID ?? false,
    hostIPC: spec.hostIPC ?? false,
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    security,
  };
}

function podSecurity(context: PodTemplateJson["spec"]["securityContext"]): PodSecurity {
  return {
    runAsNonRoot: context?.runAsNonRoot,
    runAsUser: context?.runAsUser,
    seccompProfile: context?.seccompProfile?.type,
  };
}

function containerOf(container: ContainerJson, init: boolean, pod: PodSecurity): Container {
  return {
    name: container.name,
    init,
    sidecar: init && container.restartPolicy === "Always",
    image: container.image ?? "",
    requests: container.resources?.requests ?? {},
    limits: container.resources?.limits ?? {},
    command: container.command.map((word) => word ?? ""),
    args: container.args.map((word) => word ?? ""),
    env: container.env.map(variableOf),
    envFrom: container.envFrom.flatMap(sourceOf),
    ports: container.ports.map(({ name, containerPort, hostPort, protocol }) => ({
      name,
      port: containerPort,
      hostPort,
      protocol: protocol ?? "TCP",
    })),
    mounts: container.volumeMounts.map(({ name, mountPath }) => ({
      volume: name,
      path: mountPath,
    })),
    preStop: container.lifecycle?.preStop && hookText(container.lifecycle.preStop),
    security: containerSecurity(container, pod),
  };
}

function containerSecurity(
  { securityContext: context }: ContainerJson,
  pod: PodSecurity,
): ContainerSecurity {
  return {
    runAsNonRoot: context?.runAsNonRoot ?? pod.runAsNonRoot,
    runAsUser: context?.runAsUser ?? pod.runAsUser,
    seccompProfile: context?.seccompProfile?.type ?? pod.seccompProfile,
    privileged: context?.privileged ?? false,
    allowPrivilegeEscalation: context?.allowPrivilegeEscalation ?? true,
    readOnlyRootFilesystem: context?.readOnlyRootFilesystem ?? false,
    capabilities: context?.capabilities ?? { add: [], drop: [] },
  };
}

function variableOf({ name, value, valueFrom }: ContainerJson["env"][number]): EnvironmentVariable {
  if (valueFrom === undefined) return { name, kind: "literal", value: value ?? "" };
  const { secretKeyRef, configMapKeyRef } = valueFrom;
  if (secretKeyRef) return { name, kind: "secret", ...keyOf(secretKeyRef) };
  return configMapKeyRef
    ? { name, kind: "configMap", ...keyOf(configMapKeyRef) }
    : { name, kind: "other" };
}

function sourceOf({
  secretRef,
  configMapRef,
}: ContainerJson["envFrom"][number]): readonly EnvironmentSource[] {
  if (secretRef) return [{ kind: "secret", object: secretRef.name, ...optionality(secretRef) }];
  return configMapRef
    ? [{ kind: "configMap", object: configMapRef.name, ...optionality(configMapRef) }]
    : [];
}

interface Optional {
  readonly optional?: boolean | undefined;
}

function keyOf(ref: Optional & { readonly name: string; readonly key: string }) {
  return { object: ref.name, key: ref.key, ...optionality(ref) };
}

function optionality({ optional }: Optional): { readonly optional?: true } {
  return optional === true ? { optional } : {};
}

/** The words of a command; any other hook as JSON. */
function hookText(hook: JsonObject): string {
  const command = isObject(hook.exec) ? hook.exec.command : undefined;
  return Array.isArray(command) ? command.map(String).join(" ") : JSON.stringify(hook);
}

function volumeOf(volume: VolumeJson): Volume {
  const { name, persistentVolumeClaim, emptyDir, hostPath, nfs, configMap, secret } = volume;
  if (persistentVolumeClaim) return { kind: "claim", name, claim: persistentVolumeClaim.claimName };
  if (emptyDir !== undefined) {
    return { kind: "emptyDir", name, ...(emptyDir?.medium ? { medium: emptyDir.medium } : {}) };
  }
  if (hostPath) return { kind: "hostPath", name, path: hostPath.path };
  if (nfs) return { kind: "nfs", name, server: nfs.server, path: nfs.path };
  if (configMap) return { kind: "configMap", name, configMap: configMap.name };
  return secret
    ? { kind: "secret", name, secret: secret.secretName, ...optionality(secret) }
    : { kind: "other", name };
}
