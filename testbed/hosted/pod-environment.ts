import type { V1Container, V1EnvVar, V1Pod } from "@kubernetes/client-node";
import type { ClusterClient } from "../../runtime/cluster-client";
import type { ServiceNames } from "../service-names";

/**
 * Variables of a pod's first container, as the kubelet would set them: whole
 * ConfigMaps, literal ones, the pod's name and namespace; from any other source
 * they are left out. A value that is the name of a Service becomes its address,
 * as there is no cluster DNS here.
 */
export async function podEnvironment(
  pod: V1Pod,
  client: ClusterClient,
  names: ServiceNames,
): Promise<Record<string, string>> {
  const container = firstContainer(pod);
  const namespace = pod.metadata?.namespace ?? "default";
  const sources = await Promise.all(
    (container.envFrom ?? []).flatMap(({ configMapRef }) =>
      configMapRef?.name === undefined
        ? []
        : [client.core.readNamespacedConfigMap({ name: configMapRef.name, namespace })],
    ),
  );
  const literal = (container.env ?? []).flatMap((variable) => {
    const value = valueOf(variable, pod);
    return value === undefined ? [] : [[variable.name, value] as const];
  });
  const all = [...sources.flatMap(({ data }) => Object.entries(data ?? {})), ...literal];
  return Object.fromEntries(all.map(([name, value]) => [name, names.resolve(value)]));
}

/** The container that a process stands for. */
export function firstContainer(pod: V1Pod): V1Container {
  const [container] = pod.spec?.containers ?? [];
  if (container === undefined) throw new Error(`pod ${pod.metadata?.name} has no container`);
  return container;
}

function valueOf({ value, valueFrom }: V1EnvVar, pod: V1Pod): string | undefined {
  // The API leaves an empty value out, the container has the variable all the same.
  if (valueFrom === undefined) return value ?? "";
  switch (valueFrom.fieldRef?.fieldPath) {
    case "metadata.name":
      return pod.metadata?.name;
    case "metadata.namespace":
      return pod.metadata?.namespace;
    default:
      return undefined;
  }
}
