import type { EnvironmentSpec, StorageSpec } from "../../environments/schema";
import { ADDONS } from "../../environments/schema/switches";
import { installs } from "../../environments/switched";
import type { ChartName } from "../../environments/chart-pins";

/** Every chart that an environment installs, in all of its stacks; the CRDs of Prometheus' kinds always. */
export function environmentCharts(spec: EnvironmentSpec): readonly ChartName[] {
  const addons = ADDONS.filter((addon) => installs(spec, addon));
  return ["prometheus-operator-crds", ...addons, ...storageCharts(spec.storage)];
}

function storageCharts(storage: StorageSpec): readonly ChartName[] {
  switch (storage.kind) {
    case "nfs":
      return ["csi-driver-nfs"];
    case "cephfs":
      return ["ceph-csi-cephfs"];
    case "efs":
    case "node-local":
      return [];
    default:
      return storage satisfies never;
  }
}
