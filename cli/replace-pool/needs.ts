import type { ConfigurationIssue } from "../../environments/errors";
import { describeRefusal } from "../../environments/nodes/describe-refusal";
import { type NodeShape, refusals } from "../../environments/nodes/placement";
import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { nodesWithRoom } from "../../rules/capacity/node-room";
import type { PodDemand } from "../../rules/capacity/situation";
import { situationOf } from "../../rules/capacity/situation-of";
import type { PoolPair } from "./pools";

/** Pods of the code, and of its charts, that the old pool's nodes take and the new pool's refuse. */
export function refusedWorkloads(
  { old, by }: PoolPair,
  code: Inventory,
  spec: EnvironmentSpec,
): readonly ConfigurationIssue[] {
  const situation = situationOf(code, spec);
  if (situation === undefined) return [];
  const rooms = nodesWithRoom(situation);
  const room = (name: string) => rooms[situation.pools.findIndex((pool) => pool.name === name)];
  const [before, after] = [room(old.pool.name)?.node, room(by.pool.name)?.node];
  if (before === undefined || after === undefined) return [];
  return situation.demands
    .filter(({ everyNode }) => !everyNode)
    .filter((demand) => reasons(before, demand).length === 0)
    .flatMap((demand) => {
      const why = reasons(after, demand);
      if (why.length === 0) return [];
      return [
        {
          file: by.file,
          path: by.path,
          value: by.pool.name,
          message: `its nodes refuse ${demand.name}, which runs on ${old.pool.name}: ${why.map(describeRefusal).join("; ")}`,
          fix: `machines and settings that take it, as those of ${old.pool.name} do`,
        },
      ];
    });
}

function reasons(node: NodeShape, { place, resources }: PodDemand) {
  return refusals(node, { ...place, requests: resources.requests });
}
