import { NODE_LIMITS } from "../../environments/facts/termination-grace";
import { isObject } from "../../inventory/json";
import type { Declared, HelmRelease, Inventory, Workload } from "../../inventory/model";
import { parseImage } from "../shared/image";

/** A cluster-autoscaler, as a release or as its Deployment. */
export interface ClusterAutoscaler {
  readonly declared: Declared;
  /** Seconds that it waits for a pod on a node that it removes. */
  readonly limit: number;
  /** How to set it to some seconds. */
  readonly setting: (seconds: number) => string;
}

const FLAG = "max-graceful-termination-sec";

export function clusterAutoscalersIn({
  helmReleases,
  workloads,
}: Inventory): readonly ClusterAutoscaler[] {
  return [
    ...helmReleases.filter(({ chart }) => chart === "cluster-autoscaler").map(ofRelease),
    ...workloads.flatMap(ofWorkload),
  ];
}

function ofRelease(release: HelmRelease): ClusterAutoscaler {
  const { extraArgs } = release.values;
  const value = isObject(extraArgs) ? extraArgs[FLAG] : undefined;
  return {
    declared: release,
    limit: seconds(value),
    setting: (wanted) => `set extraArgs: { ${FLAG}: ${wanted} } in its values`,
  };
}

function ofWorkload(workload: Workload): readonly ClusterAutoscaler[] {
  const container = workload.pod.containers.find(({ image }) =>
    /(^|\/)cluster-autoscaler$/.test(parseImage(image).repository),
  );
  if (container === undefined) return [];
  const flag = [...container.command, ...container.args].find((word) =>
    word.startsWith(`--${FLAG}=`),
  );
  return [
    {
      declared: workload,
      limit: seconds(flag?.split("=")[1]),
      setting: (wanted) => `pass --${FLAG}=${wanted} to container ${container.name}`,
    },
  ];
}

function seconds(value: unknown): number {
  return value === undefined ? NODE_LIMITS.clusterAutoscaler : Number(value);
}
