import { validate } from "../../environments/validate";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { NodePool } from "../../environments/schema";
import { autoscalerTags } from "../../modules/node-pools/autoscaler-tags";
import { migUserData } from "../../modules/node-pools/mig-user-data";
import { eks, pool, single } from "../support/pools";
import { specOf } from "../support/synth";

const TEMPLATE = "k8s.io/cluster-autoscaler/node-template";

test.each(eks().pools.map((each) => [each.name, each] as const))(
  "the autoscaler's tags of %s say the same as its contract",
  (_name, each) => {
    const { labels, taints, allocatable } = poolContract(each);
    const tags = Object.entries(autoscalerTags("prod", each));
    const under = (kind: string) =>
      Object.fromEntries(
        tags
          .filter(([key]) => key.startsWith(`${TEMPLATE}/${kind}/`))
          .map(([key, value]) => [key.slice(`${TEMPLATE}/${kind}/`.length), value]),
      );
    expect(under("label")).toEqual(labels);
    const native = ["cpu", "memory", "ephemeral-storage", "pods"];
    expect(under("resources")).toEqual(
      Object.fromEntries(
        Object.entries(allocatable)
          .filter(([name]) => !native.includes(name))
          .map(([name, amount]) => [name, String(amount)]),
      ),
    );
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
    ["a type without GPU in a GPU pool", "gpu", { instanceTypes: ["m7i.large"] }, "has no GPU"],
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

  test("an instance type of unknown size is answered with the one that is meant", () => {
    expect(issuesOf("web", { instanceTypes: ["m7i.larg"] })).toEqual([
      expect.objectContaining({
        path: "cluster.pools[0].instanceTypes[0]",
        value: "m7i.larg",
        message: "is not among the instance types whose size is known here",
        fix: 'write "m7i.large", or add its size to environments/facts/instance-types.ts',
      }),
    ]);
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
