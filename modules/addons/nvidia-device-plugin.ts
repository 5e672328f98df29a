import { stringify } from "yaml";
import { GPU_TAINT_KEY, LABELS, STARTUP_TAINT_KEY } from "../../environments/labels";
import { devicePluginConfigName } from "../../environments/nodes/gpu-nodes";
import type { EksCluster, GpuSharing } from "../../environments/schema";

/**
 * NVIDIA's device plugin: advertises GPUs, shares of them and MIG slices. One
 * configuration for each way of sharing; a node's label says which is its own.
 * Feature discovery stays off: node pools declare the labels, which a pool at
 * zero needs anyway.
 *
 * Source: https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/README.md (Updating Per-Node Configuration With a Node Label)
 */
export function nvidiaDevicePluginValues({ pools }: EksCluster): object {
  const sharings: readonly GpuSharing[] = [WHOLE, ...pools.flatMap(({ gpu }) => gpu ?? [])];
  return {
    config: {
      map: Object.fromEntries(
        sharings.map((sharing) => [
          devicePluginConfigName(sharing),
          stringify(configuration(sharing)),
        ]),
      ),
      // Of nodes that are not of this project's pools.
      default: devicePluginConfigName(WHOLE),
    },
    nodeSelector: {
      [LABELS.nvidiaGpuPresent]: "true",
      [LABELS.gpuType]: "nvidia",
    },
    // Lists are replaced, not merged: the chart's own tolerations are repeated.
    tolerations: [
      { key: "CriticalAddonsOnly", operator: "Exists" },
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      { key: GPU_TAINT_KEY, operator: "Equal", value: "nvidia", effect: "NoSchedule" },
      // It goes when the plugin has advertised the slices.
      { key: STARTUP_TAINT_KEY, operator: "Exists", effect: "NoSchedule" },
    ],
    resources: { requests: { cpu: "50m", memory: "64Mi" } },
  };
}

const WHOLE: GpuSharing = { sharing: "whole" };

/** The plugin's own configuration file. */
function configuration(sharing: GpuSharing): object {
  switch (sharing.sharing) {
    case "whole":
      return { version: "v1", flags: { migStrategy: "none" } };
    case "time-sliced":
      return {
        version: "v1",
        flags: { migStrategy: "none" },
        sharing: {
          timeSlicing: {
            // Two shares may be of one card: a pod that asks for two would get nothing more.
            failRequestsGreaterThanOne: true,
            resources: [{ name: "nvidia.com/gpu", replicas: sharing.replicas }],
          },
        },
      };
    case "mig":
      return { version: "v1", flags: { migStrategy: sharing.strategy } };
    default:
      return sharing satisfies never;
  }
}
