import { GIB, MIB } from "../../../environments/nodes/node-resources";
import { poolContract } from "../../../environments/nodes/pool-contract";
import { a100Pool, balanced, pool, single } from "../../support/pools";

const ACCELERATOR = "k8s.amazonaws.com/accelerator";

describe("the contract of a pool", () => {
  test("a mixed MIG pool advertises slices, no whole GPU, and never the accelerator label", () => {
    const contract = poolContract(a100Pool());
    // 3 slices of 2g.10gb per A100-40, 8 GPUs per p4d.24xlarge.
    const slices = { "nvidia.com/gpu": 0, "nvidia.com/mig-2g.10gb": 24 };
    expect(contract.capacity).toMatchObject(slices);
    expect(contract.allocatable).toMatchObject(slices);
    expect(contract.labels).not.toHaveProperty([ACCELERATOR]);
    expect(contract.labels).toMatchObject({
      "nvidia.com/mig.strategy": "mixed",
      "nvidia.com/device-plugin.config": "mig-mixed",
    });
  });

  test("a mixed layout advertises every profile of it", () => {
    // Two small, one middle and one large slice on each of 8 GPUs.
    expect(poolContract(a100Pool(balanced)).allocatable).toMatchObject({
      "nvidia.com/gpu": 0,
      "nvidia.com/mig-1g.5gb": 16,
      "nvidia.com/mig-2g.10gb": 8,
      "nvidia.com/mig-3g.20gb": 8,
    });
  });

  test("mixed MIG nodes, and no others, start with a taint until their slices are advertised", () => {
    expect(poolContract(a100Pool()).startupTaints).toEqual([
      { key: "fluxibri.ai/mig-slices-pending", value: "true", effect: "NoSchedule" },
    ]);
    for (const other of [pool("web"), pool("gpu"), a100Pool(single)]) {
      expect(poolContract(other).startupTaints).toEqual([]);
    }
  });

  test("a time-sliced pool advertises each GPU several times, with a share of its memory", () => {
    const contract = poolContract(pool("gpu", { gpu: { sharing: "time-sliced", replicas: 3 } }));
    expect(contract.allocatable["nvidia.com/gpu"]).toBe(3);
    expect(contract.labels).toMatchObject({
      [ACCELERATOR]: "nvidia-l4",
      "fluxibri.ai/gpu-sharing": "time-sliced",
      "fluxibri.ai/gpu-memory-gib": "8",
      "nvidia.com/device-plugin.config": "time-sliced-3",
    });
  });

  test("a single MIG pool advertises its slices as GPUs and may carry the accelerator label", () => {
    const contract = poolContract(a100Pool(single));
    expect(contract.allocatable["nvidia.com/gpu"]).toBe(56);
    expect(contract.labels).toMatchObject({
      [ACCELERATOR]: "nvidia-a100-40",
      "fluxibri.ai/gpu-slice": "1g.5gb",
      "fluxibri.ai/gpu-memory-gib": "5",
    });
  });

  test("one RTX PRO 6000 is four workers' slices, each with an encoder, in place of one GPU", () => {
    const contract = poolContract(pool("gpu-mig"));
    expect(contract.allocatable["nvidia.com/gpu"]).toBe(4);
    expect(contract.labels).toMatchObject({
      [ACCELERATOR]: "nvidia-rtx-pro-6000",
      "fluxibri.ai/gpu-slice": "1g.24gb",
      "fluxibri.ai/gpu-memory-gib": "24",
      "fluxibri.ai/gpu-encoder": "true",
      "nvidia.com/mig.strategy": "single",
    });
  });

  test("only nodes whose every unit encodes say so", () => {
    expect(poolContract(pool("gpu")).labels).toHaveProperty(["fluxibri.ai/gpu-encoder"]);
    for (const without of [a100Pool(), a100Pool(single), pool("web")]) {
      expect(poolContract(without).labels).not.toHaveProperty(["fluxibri.ai/gpu-encoder"]);
    }
  });

  test("a whole-GPU pool advertises the GPUs of its instance type", () => {
    const contract = poolContract(pool("gpu"));
    expect(contract.allocatable["nvidia.com/gpu"]).toBe(1);
    expect(contract.labels[ACCELERATOR]).toBe("nvidia-l4");
  });

  test("a pool without GPU advertises nothing and has no GPU label or taint", () => {
    const contract = poolContract(pool("web"));
    expect(contract).toEqual({
      name: "web",
      architecture: "amd64",
      count: { min: 2, max: 10 },
      labels: { "fluxibri.ai/pool": "web", "node-role.fluxibri.ai/web": "true" },
      taints: [],
      startupTaints: [],
      // m7i.large and m6i.large: 8 GiB less 7.5 % for the machine, then kubelet's share.
      capacity: {
        cpu: 2000,
        memory: 7577 * MIB,
        "ephemeral-storage": 50 * GIB,
        pods: 29,
      },
      allocatable: {
        cpu: 1930,
        memory: 6903 * MIB,
        "ephemeral-storage": 44 * GIB,
        pods: 29,
      },
    });
  });

  test("the GPU taint is there once, whether declared or not", () => {
    const taint = { key: "gpu", value: "nvidia", effect: "NoSchedule" };
    expect(poolContract(pool("gpu", { taints: [] })).taints).toEqual([taint]);
    expect(poolContract(pool("gpu")).taints).toEqual([taint]);
  });

  test("a declared label can't change a derived one", () => {
    const labels = { "fluxibri.ai/pool": "other", team: "video" };
    expect(poolContract(pool("web", { labels })).labels).toMatchObject({
      "fluxibri.ai/pool": "web",
      team: "video",
    });
  });

  test("of instance types that differ, the smallest counts resource by resource", () => {
    // g4dn has fewer addresses for pods than g6, and so reserves less memory: 64 GiB nominal both.
    const both = poolContract(pool("gpu", { instanceTypes: ["g6.4xlarge", "g4dn.4xlarge"] }));
    const [g6, g4dn] = ["g6.4xlarge", "g4dn.4xlarge"].map((type) =>
      poolContract(pool("gpu", { instanceTypes: [type] })),
    );
    expect(both.allocatable.pods).toBe(29);
    expect(g4dn?.allocatable.memory).toBeGreaterThan(g6?.allocatable.memory ?? NaN);
    expect(both.allocatable.memory).toBe(g6?.allocatable.memory);
  });
});
