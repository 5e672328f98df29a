import { ConfigurationError } from "../../environments/errors";
import { GPU_TAINT_KEY, LABELS } from "../../environments/labels";
import type { EksCluster, EnvironmentSpec } from "../../environments/schema";

/**
 * NVIDIA's device plugin: advertises GPUs and MIG slices. Feature discovery
 * stays off: node pools declare the labels, which a pool at zero needs anyway.
 */
export function nvidiaDevicePluginValues(spec: EnvironmentSpec, cluster: EksCluster): object {
  return {
    migStrategy: migStrategy(spec, cluster),
    nodeSelector: {
      [LABELS.nvidiaGpuPresent]: "true",
      [LABELS.gpuType]: "nvidia",
    },
    // Lists are replaced, not merged: the chart's own tolerations are repeated.
    tolerations: [
      { key: "CriticalAddonsOnly", operator: "Exists" },
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      { key: GPU_TAINT_KEY, operator: "Equal", value: "nvidia", effect: "NoSchedule" },
    ],
    resources: { requests: { cpu: "50m", memory: "64Mi" } },
  };
}

/** One DaemonSet has one strategy; nodes without MIG behave alike under all of them. */
function migStrategy({ name }: EnvironmentSpec, { pools }: EksCluster): string {
  const strategies = new Set(
    pools.flatMap(({ gpu }) => (gpu?.sharing === "mig" ? [gpu.strategy] : [])),
  );
  if (strategies.size > 1) {
    throw new ConfigurationError([
      {
        file: `environments/${name}.ts`,
        path: "cluster.pools",
        value: [...strategies],
        message: "pools with different MIG strategies: the device plugin has one for all nodes",
        fix: "use the same gpu.strategy in every MIG pool",
      },
    ]);
  }
  return [...strategies][0] ?? "none";
}
