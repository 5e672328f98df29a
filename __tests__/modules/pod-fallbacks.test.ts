import { blocks, specOf } from "../support/synth";
import { podOf, workloadOf } from "../support/workload";

const stacks = {
  local: workloadOf(specOf("local")),
  staging: workloadOf(specOf("staging")),
  production: workloadOf(specOf("production")),
};

describe("fallbacks", () => {
  test("declared ones reduce requests, tolerate known taints and replace the cache", () => {
    const worker = podOf(stacks.staging, "montage-ai-worker");
    expect(worker.container[0]?.resources.requests).toEqual({
      ...{ cpu: "500m", memory: "2Gi" },
      // The scratch volume is bounded, and not reserved.
      "ephemeral-storage": "64Mi",
    });
    expect(worker.container[0]?.resources.limits).toEqual({
      ...{ cpu: "16", memory: "24Gi" },
      "ephemeral-storage": "41024Mi",
    });
    expect(worker.toleration?.map((toleration) => toleration["key"])).toContain(
      "node-role.kubernetes.io/control-plane",
    );
    expect(worker.volume).toContainEqual({
      name: "montage-cache",
      empty_dir: { size_limit: "20Gi" },
    });
  });

  test("production has full requests, no tolerations and a cache claim", () => {
    const worker = podOf(stacks.production, "montage-ai-worker");
    expect(worker.container[0]?.resources.requests).toEqual({
      ...{ cpu: "1", memory: "2Gi" },
      "ephemeral-storage": "20544Mi",
    });
    expect(worker.toleration ?? []).toEqual([]);
    expect(worker.volume.find(({ name }) => name === "montage-cache")?.empty_dir).toBeUndefined();
  });

  test.each([
    ["local", "ReadWriteOnce", 4],
    ["staging", "ReadWriteMany", 4],
    ["production", "ReadWriteMany", 5],
  ] as const)("%s claims are %s, and %d of them", (name, mode, count) => {
    const claims = blocks(stacks[name], "kubernetes_persistent_volume_claim_v1").filter(
      (claim) => (claim["metadata"] as { name: string }).name !== "redis-data",
    );
    expect(claims).toHaveLength(count);
    for (const claim of claims) {
      expect(claim["spec"]).toMatchObject({ access_modes: [mode] });
      expect(claim["wait_until_bound"]).toBe(false);
    }
  });
});
