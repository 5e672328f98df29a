import { validate } from "../../environments/validate";
import type { EksCluster, Machine, NodePool } from "../../environments/schema";
import { gpuRequest } from "../../modules/gpu/gpu-request";
import { machineContract } from "../../modules/node-pools/machine-contract";
import { migUserData } from "../../modules/node-pools/mig-user-data";
import { autoscalerTags, poolContract } from "../../modules/node-pools/pool-contract";
import { specOf } from "../support/synth";

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template";
const ACCELERATOR = "k8s.amazonaws.com/accelerator";

function eks(): EksCluster {
  const { cluster } = specOf("production");
  if (cluster.kind !== "eks") throw new Error("production is not EKS");
  return cluster;
}

function pool(name: string, change: Partial<NodePool> = {}): NodePool {
  const found = eks().pools.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no pool ${name}`);
  return { ...found, ...change };
}

const single: Partial<NodePool> = {
  gpu: { sharing: "mig", type: "nvidia", strategy: "single", profile: "1g.5gb" },
};

describe("the contract of a pool", () => {
  test("a mixed MIG pool advertises slices, no whole GPU, and never the accelerator label", () => {
    const contract = poolContract(pool("gpu-mig"));
    // 3 slices of 2g.10gb per A100-40, 8 GPUs per p4d.24xlarge.
    expect(contract.extendedResources).toEqual({
      "nvidia.com/gpu": "0",
      "nvidia.com/mig-2g.10gb": "24",
    });
    expect(contract.labels).not.toHaveProperty([ACCELERATOR]);
    expect(contract.labels).toMatchObject({ "nvidia.com/mig.strategy": "mixed" });
  });

  test("a single MIG pool advertises its slices as GPUs and may carry the accelerator label", () => {
    const contract = poolContract(pool("gpu-mig", single));
    expect(contract.extendedResources).toEqual({ "nvidia.com/gpu": "56" });
    expect(contract.labels).toHaveProperty([ACCELERATOR]);
  });

  test("a whole-GPU pool advertises the GPUs of its instance type", () => {
    const contract = poolContract(pool("gpu"));
    expect(contract.extendedResources).toEqual({ "nvidia.com/gpu": "1" });
    expect(contract.labels[ACCELERATOR]).toBe("nvidia-l4");
  });

  test("a pool without GPU advertises nothing and has no GPU label or taint", () => {
    const contract = poolContract(pool("web"));
    expect(contract).toEqual({
      name: "web",
      labels: { "fluxibri.ai/pool": "web", "node-role.fluxibri.ai/web": "true" },
      taints: [],
      extendedResources: {},
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

  test("a worker's request fits the pool that it is meant for", () => {
    const request = gpuRequest({ type: "nvidia", count: 1, migProfile: "2g.10gb" });
    const contract = poolContract(pool("gpu-mig"));
    expect(contract.labels).toMatchObject(request.nodeSelector);
    expect(Number(contract.extendedResources[request.resourceName])).toBeGreaterThan(0);
    expect(contract.taints).toEqual(
      request.tolerations.map(({ key, value, effect }) => ({ key, value, effect })),
    );
  });
});

test.each(eks().pools.map((each) => [each.name, each] as const))(
  "the autoscaler's tags of %s say the same as its contract",
  (_name, each) => {
    const { labels, taints, extendedResources } = poolContract(each);
    const tags = Object.entries(autoscalerTags("prod", each));
    const under = (kind: string) =>
      Object.fromEntries(
        tags
          .filter(([key]) => key.startsWith(`${TEMPLATE}/${kind}/`))
          .map(([key, value]) => [key.slice(`${TEMPLATE}/${kind}/`.length), value]),
      );
    expect(under("label")).toEqual(labels);
    expect(under("resources")).toEqual(extendedResources);
    expect(under("taint")).toEqual(
      Object.fromEntries(taints.map(({ key, value, effect }) => [key, `${value}:${effect}`])),
    );
    expect(Object.fromEntries(tags)).toMatchObject({
      "k8s.io/cluster-autoscaler/enabled": "true",
      "k8s.io/cluster-autoscaler/prod": "owned",
    });
  },
);

describe("MIG user data", () => {
  const decoded = (each: NodePool) =>
    Buffer.from(migUserData(each) ?? "", "base64").toString("utf8");

  test("cuts every GPU into all its slices and counts what the autoscaler was promised", () => {
    const script = decoded(pool("gpu-mig"));
    expect(script).toContain("nvidia-smi mig -cgi 2g.10gb,2g.10gb,2g.10gb -C\n");
    expect(script).toContain("-eq 24\n");
    expect(decoded(pool("gpu-mig", single))).toContain("-eq 56\n");
  });

  test("partitions before kubelet starts, and keeps a node that failed from joining", () => {
    const script = decoded(pool("gpu-mig"));
    expect(script).toContain("Before=nodeadm-run.service");
    expect(script).toContain("Requires=partition-gpus.service");
    expect(script).toContain("|| systemctl stop nodeadm-run.service");
  });

  test("is MIME multipart, the only form that managed node groups merge", () => {
    expect(decoded(pool("gpu-mig"))).toMatch(/^MIME-Version: 1\.0\nContent-Type: multipart\/mixed/);
  });

  test.each(["web", "cpu-worker", "gpu"])("%s has none", (name) => {
    expect(migUserData(pool(name))).toBeUndefined();
  });
});

describe("a k3s machine with MIG", () => {
  const machine: Machine = {
    name: "gpu-a100",
    roles: ["gpu-worker"],
    architecture: "amd64",
    registryHost: false,
    cgpu: false,
    labels: {},
    taints: [],
    gpu: { sharing: "mig", type: "nvidia", strategy: "mixed", profile: "3g.20gb", count: 2 },
  };

  test("is labelled with its layout and strategy and advertises its slices", () => {
    const contract = machineContract(machine);
    expect(contract.labels).toMatchObject({
      "nvidia.com/mig.config": "all-3g.20gb",
      "nvidia.com/mig.strategy": "mixed",
      "nvidia.com/gpu.present": "true",
    });
    expect(contract.extendedResources).toEqual({
      "nvidia.com/gpu": "0",
      "nvidia.com/mig-3g.20gb": "2",
    });
  });
});

describe("validation of pools", () => {
  function issuesOf(name: string, change: Partial<NodePool>) {
    const spec = specOf("production");
    const cluster = eks();
    const pools = cluster.pools.map((each) => (each.name === name ? { ...each, ...change } : each));
    const result = validate("production", { ...spec, cluster: { ...cluster, pools } });
    return result.ok ? [] : result.issues;
  }

  test("a wrong MIG profile is answered with the possible ones", () => {
    expect(
      issuesOf("gpu-mig", {
        gpu: { sharing: "mig", type: "nvidia", strategy: "mixed", profile: "2g.20gb" },
      }),
    ).toEqual([
      expect.objectContaining({
        path: "cluster.pools[3].gpu.profile",
        message: 'A100-40 (p4d.24xlarge) has no MIG profile "2g.20gb"',
        fix: "use one of 1g.5gb, 1g.10gb, 2g.10gb, 3g.20gb, 4g.20gb, 7g.40gb",
      }),
    ]);
  });

  test.each<[string, string, Partial<NodePool>, string]>([
    ["different GPUs in one pool", "gpu", { instanceTypes: ["g6.4xlarge", "g5.4xlarge"] }, "A10G"],
    ["an arm64 type in an amd64 pool", "web", { instanceTypes: ["c7g.4xlarge"] }, "is arm64"],
    ["a name that leaves no room for EKS' ending", "web", { name: "w".repeat(37) }, "36"],
    [
      "a GPU type that EC2 pools do not have",
      "gpu-mig",
      { gpu: { sharing: "whole", type: "amd-rocm" } },
      "all NVIDIA",
    ],
    ["two MIG strategies", "gpu", { instanceTypes: ["p4d.24xlarge"], ...single }, "can do one"],
  ])("%s are refused", (_what, name, change, message) => {
    expect(issuesOf(name, change).map((issue) => issue.message)).toContainEqual(
      expect.stringContaining(message),
    );
  });

  test("a worker that asks for slices nobody offers is refused", () => {
    const spec = specOf("production");
    const workers = spec.workload.workers.map((worker) =>
      worker.gpu?.type === "nvidia"
        ? { ...worker, gpu: { ...worker.gpu, migProfile: "1g.5gb" } }
        : worker,
    );
    const result = validate("production", { ...spec, workload: { ...spec.workload, workers } });
    expect(result.ok ? [] : result.issues.map((issue) => issue.message)).toEqual([
      expect.stringContaining("nvidia MIG slices 1g.5gb"),
    ]);
  });
});
