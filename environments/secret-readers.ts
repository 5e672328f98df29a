import type { EnvironmentSpec } from "./schema";
import { installs } from "./switched";

/** Namespaces that External Secrets writes Secrets into, as the data names them. */
export function secretReaders(spec: EnvironmentSpec): readonly string[] {
  const { workload, images, alerts, platform } = spec;
  const alerted = alerts !== undefined && installs(spec, "kube-prometheus-stack");
  return [
    workload.namespace,
    ...(images.registry === undefined ? [] : [images.registry.namespace]),
    ...(alerted ? [platform.namespaces.monitoring] : []),
  ];
}
