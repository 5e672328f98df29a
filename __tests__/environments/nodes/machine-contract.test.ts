import { machineContract } from "../../../environments/nodes/machine-contract";
import type { Machine } from "../../../environments/schema";

describe("a k3s machine with MIG", () => {
  const machine: Machine = {
    name: "gpu-a100",
    roles: ["gpu-worker"],
    architecture: "amd64",
    size: { vcpu: 32, memoryGiB: 250, diskGiB: 1000 },
    registryHost: false,
    labels: {},
    taints: [],
    gpu: {
      type: "nvidia",
      model: "A100-40",
      count: 2,
      sharing: "mig",
      strategy: "mixed",
      layout: { kind: "uniform", profile: "3g.20gb" },
    },
  };

  test("is labelled with its layout and strategy and advertises its slices", () => {
    const contract = machineContract(machine);
    expect(contract.labels).toMatchObject({
      "nvidia.com/mig.config": "all-3g.20gb",
      "nvidia.com/mig.strategy": "mixed",
      "nvidia.com/gpu.present": "true",
    });
    expect(contract.allocatable).toMatchObject({
      "nvidia.com/gpu": 0,
      "nvidia.com/mig-3g.20gb": 4,
    });
  });

  test("starts with no taint: it is always there, and Terraform would put the taint back", () => {
    expect(machineContract(machine).startupTaints).toEqual([]);
  });
});
