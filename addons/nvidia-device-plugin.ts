import { stringify } from "yaml";
import { GPU_TAINT_KEY, LABELS, STARTUP_TAINT_KEY } from "../environments/labels";
import { requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import type { AddonInput, SharingOfGpus } from "./kit/input";
import { API_SERVER, DNS, podsWith } from "./kit/network";

/** It runs where one of these labels says that there is a GPU. */
const NVIDIA_PRESENT = [
  ["feature.node.kubernetes.io/pci-10de.present", "true"],
  ["feature.node.kubernetes.io/cpu-model.vendor_id", "NVIDIA"],
  ["nvidia.com/gpu.present", "true"],
] as const;

/** The chart's own. */
const TOLERATIONS = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
] as const;

const PODS = podsWith({
  "app.kubernetes.io/name": "nvidia-device-plugin",
  "app.kubernetes.io/instance": "nvidia-device-plugin",
});

/**
 * NVIDIA's device plugin: advertises GPUs, shares of them and MIG slices. One
 * configuration for each way of sharing; a node's label says which is its own.
 * Feature discovery stays off: node pools declare the labels, which a pool at
 * zero needs anyway.
 *
 * Source: https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/README.md (Updating Per-Node Configuration With a Node Label)
 */
export const nvidiaDevicePlugin: SwitchedAddon<"nvidia-device-plugin"> = {
  kind: "switched",
  name: "nvidia-device-plugin",
  summary: "advertises NVIDIA's GPUs, shares and MIG slices",
  unsaid: "refused",
  clusters: ["eks"],
  namespace: "system",
  support: [
    {
      series: "0.20",
      installsFrom: "1.10",
      source: "https://github.com/NVIDIA/k8s-device-plugin#prerequisites",
    },
  ],
  evidence: [
    {
      version: "0.20.0",
      how: "seen",
      what: "rendered",
      day: "2026-11-29",
      source:
        "https://github.com/NVIDIA/k8s-device-plugin/tree/v0.20.0/deployments/helm/nvidia-device-plugin",
    },
  ],
  // https://github.com/NVIDIA/k8s-device-plugin/blob/main/deployments/helm/nvidia-device-plugin/values.yaml
  pods: [
    {
      name: "nvidia-device-plugin",
      kind: "DaemonSet",
      containers: [{ resources: "resources" }],
      tolerations: TOLERATIONS,
      nodeAffinity: NVIDIA_PRESENT.map(([key, value]) => ({
        matchExpressions: [{ key, operator: "In", values: [value] }],
      })),
    },
  ],
  keeps: [
    { path: "config", because: "would advertise other GPUs than the node pools declare" },
    { path: "nodeSelector", because: "would miss nodes of the node pools" },
    { path: "tolerations", because: "would miss nodes of the node pools" },
  ],
  values: (input) => ({
    config: configurations(input),
    nodeSelector: {
      [LABELS.nvidiaGpuPresent]: "true",
      [LABELS.gpuType]: "nvidia",
    },
    tolerations: [
      // Lists are replaced, not merged: the chart's own tolerations are repeated.
      ...TOLERATIONS,
      { key: GPU_TAINT_KEY, operator: "Equal", value: "nvidia", effect: "NoSchedule" },
      // It goes when the plugin has advertised the slices.
      { key: STARTUP_TAINT_KEY, operator: "Exists", effect: "NoSchedule" },
    ],
    resources: requests("50m", "64Mi"),
  }),
  network: () => ({
    denied: { name: "device-plugin", pods: PODS },
    flows: [{ name: "device-plugin", pods: PODS, to: [DNS, API_SERVER] }],
  }),
};

function configurations({ cluster }: AddonInput): object {
  const sharings = cluster.eks?.gpuSharings ?? [];
  return {
    map: Object.fromEntries(
      sharings.map(({ name, sharing }) => [name, stringify(configuration(sharing))]),
    ),
    // Of nodes that are not of this project's pools.
    default: sharings.find(({ sharing }) => sharing.sharing === "whole")?.name,
  };
}

/** The plugin's own configuration file. */
function configuration(sharing: SharingOfGpus): object {
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
