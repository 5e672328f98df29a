import type { NodeShape } from "../environments/nodes/placement";
import type { Pod } from "../rules/capacity/packs";

/** Nodes and pods of one question: do they all fit? */
export interface PlacementCase {
  readonly nodes: readonly NodeShape[];
  readonly pods: readonly Pod[];
}

/** Label that keeps the nodes and pods of one case to themselves. */
const CASE_LABEL = "e2e.fluxibri.ai/case";

const MIB = 2 ** 20;
const ZONES = ["a", "b"] as const;
const EFFECTS = ["NoSchedule", "PreferNoSchedule"] as const;

/** Random cases, the same for the same seed; about half of them fit. */
export function randomCases(count: number, seed: number): readonly PlacementCase[] {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0];
  const chance = (probability: number) => random() < probability;

  const node = (name: string, label: string): NodeShape => ({
    name,
    architecture: pick(["amd64", "amd64", "arm64"]),
    labels: { [CASE_LABEL]: label, zone: pick(ZONES), ...(chance(0.3) ? { disk: "ssd" } : {}) },
    taints: chance(0.3) ? [{ key: "gpu", value: pick(["x", "y"]), effect: pick(EFFECTS) }] : [],
    allocatable: { cpu: 1000 * (1 + below(4)), memory: 1024 * MIB * (1 + below(4)), pods: 3 },
  });
  const pod = (label: string): Pod => ({
    nodeSelector: {
      [CASE_LABEL]: label,
      ...(chance(0.2) ? { "kubernetes.io/arch": pick(["amd64", "arm64"]) } : {}),
    },
    ...(chance(0.4)
      ? {
          nodeAffinity: [
            {
              matchExpressions: [
                chance(0.5)
                  ? { key: "zone", operator: pick(["In", "NotIn"]), values: [pick(ZONES)] }
                  : { key: "disk", operator: pick(["Exists", "DoesNotExist"]) },
              ],
            },
          ],
        }
      : {}),
    tolerations: chance(0.5)
      ? [
          pick([
            { key: "gpu", operator: "Exists" },
            { key: "gpu", value: "x" },
          ]),
        ]
      : [],
    requests: { cpu: 250 * (1 + below(8)), memory: 256 * MIB * (1 + below(8)) },
  });
  return Array.from({ length: count }, (_, index) => {
    const label = String(index);
    return {
      nodes: Array.from({ length: 1 + below(3) }, (_, n) => node(`case-${index}-${n}`, label)),
      pods: Array.from({ length: 1 + below(5) }, () => pod(label)),
    };
  });
}

/**
 * Numbers from 0 to 1, the same for the same seed: a linear congruential
 * generator with the constants of Numerical Recipes, of which the high bits are used.
 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
