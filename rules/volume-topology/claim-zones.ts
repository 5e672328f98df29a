import { environmentFile } from "../../environments/environment-file";
import { nodeGroups } from "../../environments/nodes/node-groups";
import { refusals } from "../../environments/nodes/placement";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EnvironmentSpec, NodePool } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import { type Claim, describe, type Inventory, type Workload } from "../../inventory/model";
import { VOLUME_TOPOLOGY, ZONAL } from "./claim-binding";
import type { Backing } from "./claim-volumes";
import { type Finding, findingAt } from "../engine/rule";

/** EKS asks for subnets in two zones at least: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const LEAST_ZONES = 2;

/**
 * A volume of one zone whose pods can only go to node groups over several. When
 * its zone has no node left, the autoscaler adds one to the group, and AWS
 * chooses the zone.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/best-practices/cas.html (EBS volumes)
 */
export function claimZones(
  claim: Claim,
  { provisioner, volume }: Backing,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const driver = volume === undefined ? provisioner : volume.driver;
  if (spec?.cluster.kind !== "eks" || driver === undefined || !ZONAL.includes(driver)) return [];
  const { pools } = spec.cluster;
  return podsOf(claim, inventory)
    .flatMap((workload) => {
      const accepting = pools.filter((pool) => accepts(pool, workload));
      const [pool] = accepting;
      return pool === undefined || !accepting.every(losesZones) ? [] : [{ workload, pool }];
    })
    .slice(0, 1)
    .map(({ workload, pool }) => {
      const file = environmentFile(spec.name, ["cluster"]);
      const over = pool.zones?.names.join(", ") ?? "the zones of all private subnets";
      return findingAt(claim, {
        rule: VOLUME_TOPOLOGY,
        severity: "warning",
        message: `lies in one zone (${driver}), and ${describe(workload)} runs on pool ${pool.name}, one node group over ${over} with a minimum of ${pool.min}: after the loss of its node the next one may come up in another zone, and the pod stays Pending (volume node affinity conflict)`,
        fix: `zones: { groups: "per-zone", names: [<zones>] } for pool ${pool.name} in ${file}: the autoscaler then adds a node where the volume is`,
      });
    });
}

/** Those that mount it; of a template of claims the set that it stands in. */
function podsOf(claim: Claim, inventory: Inventory): readonly Workload[] {
  const { namespace, statefulSet: name } = claim;
  const index = indexOf(inventory);
  if (name === undefined) return index.usersOf(claim);
  const set = index.workloads.find({ kind: "StatefulSet", namespace, name });
  return set === undefined ? [] : [set];
}

function accepts(pool: NodePool, { pod }: Workload): boolean {
  return refusals(poolContract(pool), { ...pod, requests: { pods: 1 } }).length === 0;
}

/** Whether one of its zones can be without a node while the group grows somewhere else. */
function losesZones(pool: NodePool): boolean {
  if (nodeGroups(pool).length > 1) return false;
  const count = pool.zones?.names.length ?? LEAST_ZONES;
  return count > 1 && pool.min < count;
}
