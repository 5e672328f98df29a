import type { EnvironmentSpec } from "./schema";
import { installs } from "./switched";

/** Namespaces that External Secrets writes Secrets into, as the data names them. */
export function secretReaders(spec: EnvironmentSpec): readonly string[] {
  const { applications, images, alerts, platform } = spec;
  const alerted = alerts !== undefined && installs(spec, "kube-prometheus-stack");
  return [
    ...applications.map(({ namespace }) => namespace),
    ...(images.registry === undefined ? [] : [images.registry.namespace]),
    ...(alerted ? [platform.namespaces.monitoring] : []),
  ];
}
