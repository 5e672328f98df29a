import type { NodeShape } from "../../../environments/nodes/placement";
import { type Pod, packs } from "../../../rules/capacity/packs";
import { Random } from "../../../testbed/model/random";
import { fitsByBruteForce, isPlacement } from "./brute-force";

const NODE: NodeShape = {
  name: "node",
  architecture: "amd64",
  labels: {},
  taints: [],
  allocatable: { cpu: 4000, memory: 8, pods: 10 },
};
const named = (count: number, change: Partial<NodeShape> = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...NODE, ...change, name: `node-${index}` }));
const asking = (...cpus: number[]): readonly Pod[] => cpus.map((cpu) => ({ requests: { cpu } }));

describe("packs", () => {
  test("places what only fits in one way", () => {
    const nodes = named(2, { allocatable: { cpu: 10, memory: 10, pods: 3 } });
    const pods = asking(6, 5, 3, 2, 2, 2);
    const verdict = packs(nodes, pods);
    expect(verdict.fits).toBe("yes");
    if (verdict.fits === "yes") expect(isPlacement(nodes, pods, verdict.nodeOf)).toBe(true);
  });

  test("proves a misfit that no sum shows: three pods of more than half a node on two nodes", () => {
    expect(packs(named(2), asking(2100, 2100, 2100))).toEqual({ fits: "no" });
  });

  test("proves a misfit that only trying shows", () => {
    const nodes = named(2, { allocatable: { cpu: 10, memory: 10, pods: 9 } });
    expect(packs(nodes, asking(4, 4, 4, 4, 3))).toEqual({ fits: "no" });
    expect(packs(nodes, asking(4, 4, 4, 3, 3)).fits).toBe("yes");
  });

  test("counts a pod as one of the node's pods even if it asks for nothing", () => {
    const nodes = named(1, { allocatable: { pods: 2 } });
    expect(packs(nodes, [{ requests: {} }, { requests: {} }]).fits).toBe("yes");
    expect(packs(nodes, [{ requests: {} }, { requests: {} }, { requests: {} }]).fits).toBe("no");
  });

  test("places a pod that asks for nothing of what a node has too little of", () => {
    const nodes = named(1, { allocatable: { cpu: -100, pods: 2 } });
    expect(packs(nodes, [{ requests: { cpu: 0, memory: 0 } }]).fits).toBe("yes");
  });

  test("keeps pods apart that share no node", () => {
    const apart = { requests: { cpu: 1 }, apart: "redis" };
    expect(packs(named(2), [apart, apart]).fits).toBe("yes");
    expect(packs(named(2), [apart, apart, { ...apart, requests: { cpu: 2 } }]).fits).toBe("no");
  });

  test("tells nodes apart by name where a pod asks for one", () => {
    const nodes = named(3);
    const pod = { requests: { cpu: 3000 }, nodeSelector: { "kubernetes.io/hostname": "node-1" } };
    expect(packs(nodes, [pod])).toEqual({ fits: "yes", nodeOf: ["node-1"] });
    expect(packs(nodes, [pod, pod]).fits).toBe("no");
  });

  test("without nodes nothing fits, and without pods everything", () => {
    expect(packs([], asking(1)).fits).toBe("no");
    expect(packs([], []).fits).toBe("yes");
  });
});

/** A few nodes and pods, tight on purpose: about half of the cases fit. */
function smallCase(seed: number): { readonly nodes: NodeShape[]; readonly pods: Pod[] } {
  const random = new Random(seed);
  const nodes = Array.from({ length: random.between(1, 3) }, (_, index): NodeShape => ({
    name: `node-${index}`,
    architecture: random.pick(["amd64", "amd64", "arm64"]),
    labels: { disk: random.pick(["ssd", "ssd", "hdd"]) },
    taints: random.chance(0.2) ? [{ key: "gpu", value: "", effect: "NoSchedule" }] : [],
    allocatable: {
      cpu: random.between(4, 10),
      memory: random.between(4, 10),
      pods: random.between(2, 4),
      gpu: random.between(0, 1),
    },
  }));
  const pods = Array.from({ length: random.between(2, 7) }, (): Pod => ({
    requests: {
      cpu: random.between(0, 5),
      memory: random.between(0, 5),
      gpu: random.chance(0.1) ? 1 : 0,
    },
    ...(random.chance(0.2) ? { nodeSelector: { disk: "ssd" } } : {}),
    ...(random.chance(0.2) ? { nodeSelector: { "kubernetes.io/arch": "amd64" } } : {}),
    ...(random.chance(0.5) ? { tolerations: [{ operator: "Exists" }] } : {}),
    ...(random.chance(0.2) ? { apart: random.pick(["a", "b"]) } : {}),
  }));
  return { nodes, pods };
}

describe("the packer against brute force", () => {
  const CASES = 800;

  test(`agrees in ${CASES} small cases, and is never undecided`, () => {
    const seen = { yes: 0, no: 0, unknown: 0 };
    for (let seed = 1; seed <= CASES; seed += 1) {
      const { nodes, pods } = smallCase(seed);
      const verdict = packs(nodes, pods);
      const expected = fitsByBruteForce(nodes, pods) ? "yes" : "no";
      expect({ seed, fits: verdict.fits }).toEqual({ seed, fits: expected });
      if (verdict.fits === "yes") {
        expect({ seed, valid: isPlacement(nodes, pods, verdict.nodeOf) }).toEqual({
          seed,
          valid: true,
        });
      }
      seen[verdict.fits] += 1;
    }
    // Cases that all fit, or of which none does, would prove little.
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(CASES / 4);
  });

  test("never says no where pods were cut out of the nodes' room", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Random(seed);
      const { nodes, pods } = cutCase(random);
      const verdict = packs(nodes, pods);
      expect({ seed, fits: verdict.fits }).not.toEqual({ seed, fits: "no" });
      if (verdict.fits === "yes") expect(isPlacement(nodes, pods, verdict.nodeOf)).toBe(true);
    }
  });
});

/** Nodes cut into pods without a rest: they fit, though few ways lead there. */
function cutCase(random: Random): { readonly nodes: NodeShape[]; readonly pods: Pod[] } {
  const nodes = named(random.between(2, 8), { allocatable: { cpu: 1000, memory: 1000, pods: 8 } });
  const pods = nodes.flatMap(() => {
    const parts = random.between(2, 6);
    const cpu = cut(1000, parts, random);
    const memory = cut(1000, parts, random);
    return cpu.map((amount, index): Pod => ({
      requests: { cpu: amount, memory: memory[index] ?? 0 },
    }));
  });
  return { nodes, pods };
}

function cut(whole: number, parts: number, random: Random): readonly number[] {
  const marks = Array.from({ length: parts - 1 }, () => random.between(0, whole)).sort(
    (left, right) => left - right,
  );
  return [...marks, whole].map((mark, index) => mark - (marks[index - 1] ?? 0));
}
