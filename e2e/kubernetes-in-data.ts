import type { EnvironmentSpec } from "../environments/schema";
import type { KubernetesMinor } from "../testbed/kubernetes-releases";
import type { Edit } from "./project";

/** The environment as it is when its cluster has that Kubernetes. */
export function onKubernetes(spec: EnvironmentSpec, kubernetes: KubernetesMinor): EnvironmentSpec {
  return { ...spec, cluster: { ...spec.cluster, kubernetesVersion: kubernetes } };
}

/** The same in the file of its data. */
export function versionInData(
  { name, cluster }: EnvironmentSpec,
  kubernetes: KubernetesMinor,
): Edit {
  const text = (minor: string) => `kubernetesVersion: "${minor}"`;
  return {
    file: `environments/${name}.ts`,
    from: text(cluster.kubernetesVersion),
    to: text(kubernetes),
  };
}
