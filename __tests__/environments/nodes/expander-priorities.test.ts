import type { NodePool } from "../../../environments/schema";
import { expanderPriorities } from "../../../environments/nodes/expander-priorities";
import { valuesOf } from "../../support/addon-values";
import { pool, withPools } from "../../support/pools";
import { specOf } from "../../support/synth";
import { montageAiIn, withApplication } from "../../support/applications";

describe("cluster-autoscaler's expander", () => {
  const spot = pool("cpu-worker", { name: "spot", capacityType: "spot", zones: undefined });
  const webSpot = pool("web", { name: "web-spot", capacityType: "spot", zones: undefined });
  const priorities = (pools: readonly NodePool[]) => {
    const spec = withPools(pools);
    if (spec.cluster.kind !== "eks") throw new Error("production is not EKS");
    return expanderPriorities(spec, spec.cluster);
  };
  /** As EKS names the Auto Scaling group of a node group, whose own name Terraform has ended. */
  const groupOf = (nodeGroup: string) =>
    `eks-${nodeGroup}-2026112507123456780000000a-9ac4a5b2-6f1e-4c55-a0c2-1b2f3d4e5f60`;
  /** Priority of a group: the highest that has a pattern for it. */
  const priorityOf = (all: ReturnType<typeof expanderPriorities>, name: string) =>
    Math.max(
      ...Object.entries(all)
        .filter(([, patterns]) => patterns.some((pattern) => new RegExp(pattern).test(name)))
        .map(([priority]) => Number(priority)),
    );

  test("is asked for the cheapest group first, then for the one that is filled best", () => {
    expect(valuesOf("cluster-autoscaler", specOf("production"))).toMatchObject({
      extraArgs: { expander: "priority,least-waste" },
      expanderPriorities: priorities([]),
    });
  });

  test("prefers cheap pools to dear ones, and any of them to groups of others", () => {
    const all = priorities([]);
    // A quarter of a g7e.2xlarge costs less than a g6.4xlarge with its one card.
    const order = ["web-a", "cpu-worker-a", "gpu-mig-a", "gpu-a"].map((name) =>
      priorityOf(all, groupOf(name)),
    );
    expect(order).toEqual([40, 30, 20, 10]);
    expect(priorityOf(all, groupOf("web-b"))).toBe(40);
    expect(priorityOf(all, "eks-somebody-elses-9ac4a5b2")).toBe(1);
  });

  test("a pool's pattern is for no pool whose name only begins like it", () => {
    const matching = Object.entries(priorities([])).filter(([, patterns]) =>
      patterns.some((pattern) => new RegExp(pattern).test(groupOf("gpu-mig-a"))),
    );
    expect(matching.map(([priority]) => priority)).toEqual(["1", "20"]);
  });

  test("spot comes behind everything where jobs outlast its notice, and first where none do", () => {
    const all = priorities([spot, webSpot]);
    expect(priorityOf(all, groupOf("spot"))).toBe(10);
    expect(priorityOf(all, groupOf("web-spot"))).toBe(60);
  });

  test("spot comes first where all jobs are short", () => {
    const spec = withPools([spot]);
    if (spec.cluster.kind !== "eks") throw new Error("production is not EKS");
    const workers = montageAiIn(spec).workers.map((worker) => ({
      ...worker,
      jobTimeoutSeconds: 120,
    }));
    const short = withApplication(spec, { workers });
    expect(priorityOf(expanderPriorities(short, spec.cluster), groupOf("spot"))).toBe(50);
  });
});
