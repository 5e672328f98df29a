import { LABELS } from "../../environments/labels";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { parseStack } from "../../inventory/stack-json";
import { heldBy } from "../operation/state-bearing";
import type { SynthesizedStack } from "../synthesis/synthesize";
import type { DeclaredPool } from "./pools";

/** How the old pool goes, once it is drained. */
export interface Removal {
  /** What a person changes in the data. */
  readonly edit: string;
  /** Findings that were accepted of this pool, which go with it. */
  readonly accepted: readonly string[];
  /** Addresses of its node groups, which the deploy must be allowed to destroy. */
  readonly addresses: readonly string[];
  /** The deploy; undefined where the pool is none of a cloud. */
  readonly deploy: string | undefined;
}

/** @param stacks of the environment, with the old pool still in it */
export function removalOf(
  spec: EnvironmentSpec,
  { pool, file, path }: DeclaredPool,
  stacks: readonly SynthesizedStack[],
): Removal {
  const addresses = groupAddresses(pool.name, stacks);
  const allowed = addresses.map((address) => ` --allow-destroy '${address}'`).join("");
  return {
    edit: `take ${path}, pool ${pool.name}, out of ${file}`,
    accepted: (spec.accepted ?? [])
      .filter(({ object }) => object === `NodePool ${pool.name}`)
      .map(({ rule, object }) => `${rule}: ${object}`),
    addresses,
    deploy:
      spec.cluster.kind === "eks"
        ? `npm run deploy -- ${spec.name} node-pools${allowed}`
        : undefined,
  };
}

/** Node groups by the pool's label: what of a pool holds state. */
function groupAddresses(pool: string, stacks: readonly SynthesizedStack[]): readonly string[] {
  return stacks
    .map(({ id, json }) => parseStack({ name: id, json }))
    .flatMap(({ resource }) =>
      Object.entries(resource)
        .filter(([type]) => heldBy(type) !== undefined)
        .flatMap(([type, blocks]) =>
          Object.entries(blocks)
            .filter(([, { labels }]) => isObject(labels) && labels[LABELS.pool] === pool)
            .map(([id]) => `${type}.${id}`),
        ),
    );
}
