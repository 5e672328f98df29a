import { poolContract } from "../../environments/nodes/pool-contract";
import { a100Pool } from "../support/pools";
import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import { nodeName, nodeOf } from "../../testbed/nodes";
import { specOf } from "../support/synth";

function contract(environment: string, name: string) {
  const found = clusterNodes(specOf(environment).cluster).find((pool) => pool.name === name);
  if (found === undefined) throw new Error(`no pool ${name} in ${environment}`);
  return found;
}

test("nodes of a pool are counted from 1, and their hostname is their name", () => {
  const pool = contract("production", "web");
  expect(nodeName(pool, 2)).toBe("web-2");
  expect(nodeOf(pool, 2, "1.36.5").metadata).toMatchObject({
    name: "web-2",
    labels: { "kubernetes.io/hostname": "web-2", "kubernetes.io/os": "linux" },
  });
});

test("a GPU node of EKS has its pool's labels, taints and GPUs", () => {
  const { metadata, spec, status } = nodeOf(contract("production", "gpu"), 1, "1.36.5");
  expect(metadata?.labels).toMatchObject({
    "fluxibri.ai/pool": "gpu",
    "fluxibri.ai/gpu-enabled": "true",
    "fluxibri.ai/gpu-type": "nvidia",
    "kubernetes.io/arch": "amd64",
    "node-role.fluxibri.ai/gpu-worker": "true",
  });
  expect(spec?.taints).toEqual([{ key: "gpu", value: "nvidia", effect: "NoSchedule" }]);
  expect(status?.allocatable?.["nvidia.com/gpu"]).toBe("1");
});

test("a MIG node of EKS has slices, and no whole GPU that a pod could have", () => {
  const { status } = nodeOf(poolContract(a100Pool()), 1, "1.36.5");
  const allocatable = Object.entries(status?.allocatable ?? {});
  const slices = allocatable.filter(([resource]) => resource.startsWith("nvidia.com/mig-"));
  expect(slices).toHaveLength(1);
  expect(Number(slices[0]?.[1])).toBeGreaterThan(1);
  expect(status?.allocatable?.["nvidia.com/gpu"] ?? "0").toBe("0");
});

test("CPU is in millicores, memory in whole bytes, and allocatable is less than capacity", () => {
  const pool = contract("production", "web");
  const { status } = nodeOf(pool, 1, "1.36.5");
  expect(status?.allocatable?.["cpu"]).toBe(`${Math.floor(pool.allocatable.cpu)}m`);
  expect(status?.allocatable?.["memory"]).toMatch(/^\d+$/);
  expect(Number(status?.allocatable?.["memory"])).toBeLessThan(
    Number(status?.capacity?.["memory"]),
  );
});

test("a machine of k3s has its architecture, its taint, and its own name for a pool", () => {
  const machine = contract("staging", "gpu-jetson");
  const { metadata, spec, status } = nodeOf(machine, 1, "1.36.5");
  expect(metadata?.labels).toMatchObject({
    "fluxibri.ai/pool": "gpu-jetson",
    "kubernetes.io/arch": "arm64",
    "fluxibri.ai/gpu-type": "nvidia-tegra",
  });
  expect(spec?.taints).toEqual(machine.taints.map((taint) => ({ ...taint })));
  expect(status?.nodeInfo?.architecture).toBe("arm64");
});
