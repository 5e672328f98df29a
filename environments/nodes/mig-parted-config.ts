import type { MigSlices } from "../facts/mig";
import type { Machine } from "../schema";
import { nodeSlices } from "./gpu-nodes";
import { machineGpus } from "./machine-contract";
import { layoutName } from "./mig-layout";

/**
 * Layouts of a cluster's machines, as mig-parted reads them: one entry for each
 * name that a node's label `nvidia.com/mig.config` selects; undefined without MIG.
 *
 * Source: https://github.com/NVIDIA/mig-parted/blob/main/README.md
 */
export function migPartedConfig(machines: readonly Machine[]): object | undefined {
  const layouts = machines.flatMap((machine) => {
    const gpus = machineGpus(machine);
    return gpus?.sharing.sharing === "mig"
      ? [[layoutName(gpus.sharing), devices(nodeSlices(gpus, gpus.sharing))] as const]
      : [];
  });
  return layouts.length === 0
    ? undefined
    : { version: "v1", "mig-configs": Object.fromEntries(layouts) };
}

function devices(slices: MigSlices): readonly object[] {
  return [{ devices: "all", "mig-enabled": true, "mig-devices": slices }];
}
