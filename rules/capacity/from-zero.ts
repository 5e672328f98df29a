import type { EnvironmentSpec } from "../../environments/schema";
import { type Finding, findingAt } from "../rule";
import type { Change } from "./changes";
import { withDemand } from "./changes/change";
import { startWithOne } from "./changes/pool-changes";
import { fixText } from "./fix-text";
import { nodesWithRoom, refusalsOfPlace } from "./node-room";
import type { Pool, PodDemand, Situation } from "./situation";

/** What cluster-autoscaler knows of a node group at zero without being told: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/aws_manager.go (buildNodeFromTemplate) */
const SEEN_FROM_ZERO: ReadonlySet<string> = new Set(["cpu", "memory", "pods"]);

/** Pods of which the autoscaler does not see that a node of a pool at zero would take them. */
export function fromZeroFindings(
  rule: string,
  situation: Situation,
  spec: EnvironmentSpec,
): readonly Finding[] {
  if (spec.cluster.kind !== "eks") return [];
  return unseen(situation).map(({ demand, pools, resources }) =>
    findingAt(demand.owner, {
      rule,
      severity: "error",
      message: `asks for ${resources.join(", ")}, of which the autoscaler knows nothing while ${pools.map(({ name }) => name).join(", ")} ${pools.length === 1 ? "is" : "are"} at zero: it makes no node, the pods stay Pending`,
      fix: fixText([
        ...pools
          .slice(0, 1)
          .map((pool) => startWithOne(pool, situation, (next) => !isUnseen(next, demand), spec)),
        ...withoutRequests(demand, resources, situation),
      ]),
    }),
  );
}

function isUnseen(situation: Situation, { owner }: PodDemand): boolean {
  return unseen(situation).some(({ demand }) => demand.owner === owner);
}

interface Unseen {
  readonly demand: PodDemand;
  /** All that accept the pods and have room for one; none has nodes in any case. */
  readonly pools: readonly Pool[];
  readonly resources: readonly string[];
}

function unseen(situation: Situation): readonly Unseen[] {
  const nodes = nodesWithRoom(situation);
  return situation.demands.flatMap((demand): readonly Unseen[] => {
    const { everyNode, count, place, resources } = demand;
    const asked = Object.entries(resources.requests).filter(([, amount]) => amount > 0);
    // Few pods ask for anything that could be unseen: only these are held against the pools.
    const unusual = asked.map(([name]) => name).filter((name) => !SEEN_FROM_ZERO.has(name));
    if (everyNode || count === 0 || unusual.length === 0) return [];
    const pools = situation.pools.filter(
      (pool, index) =>
        pool.max > 0 &&
        refusalsOfPlace(pool, place).length === 0 &&
        asked.every(([name, amount]) => amount <= (nodes[index]?.node.allocatable[name] ?? 0)),
    );
    const missing = unusual.filter((name) =>
      pools.every((pool) => pool.min === 0 && !declares(pool, name)),
    );
    return pools.length > 0 && missing.length > 0 ? [{ demand, pools, resources: missing }] : [];
  });
}

/** Extended resources are in the tags of the pool's node group; the disk is not. */
function declares({ node }: Pool, resource: string): boolean {
  return resource !== "ephemeral-storage" && (node.allocatable[resource] ?? 0) > 0;
}

function withoutRequests(
  demand: PodDemand,
  resources: readonly string[],
  situation: Situation,
): readonly Change[] {
  const apply = (before: Situation) =>
    withDemand(before, demand, (other) => ({
      ...other,
      resources: {
        ...other.resources,
        requests: Object.fromEntries(
          Object.entries(other.resources.requests).filter(([name]) => !resources.includes(name)),
        ),
      },
    }));
  if (isUnseen(apply(situation), demand)) return [];
  const members = resources.map((name) => `requests and limits.${name}`).join(" and ");
  const instead = resources.includes("ephemeral-storage")
    ? " (sizeLimit of an emptyDir bounds it as well)"
    : "";
  return [
    { kind: "resources", text: `take ${members} off ${demand.name}${instead}`, size: 1, apply },
  ];
}
