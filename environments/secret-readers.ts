import type { EnvironmentSpec } from "./schema";
import { installs } from "./switched";

/** Namespaces that External Secrets writes Secrets into, as the data names them. */
export function secretReaders(spec: EnvironmentSpec): readonly string[] {
  const { applications, registry, alerts, platform } = spec;
  const alerted = alerts !== undefined && installs(spec, "kube-prometheus-stack");
  return [
    ...applications.map(({ namespace }) => namespace),
    ...(registry === undefined ? [] : [registry.namespace]),
    ...(alerted ? [platform.namespaces.monitoring] : []),
  ];
}
