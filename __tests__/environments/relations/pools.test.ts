import { environmentName } from "../../../environments";
import type { NodePool } from "../../../environments/schema";
import { validate } from "../../../environments/validate";
import { a100Pool, eks, single } from "../../support/pools";
import { specOf } from "../../support/synth";

/** What makes a pool one of A100s. */
const a100 = { instanceTypes: a100Pool().instanceTypes, usedBy: "training" };

describe("validation of pools", () => {
  function issuesOf(name: string, change: Partial<NodePool>) {
    const spec = specOf("production");
    const cluster = eks();
    const pools = cluster.pools.map((each) => (each.name === name ? { ...each, ...change } : each));
    const result = validate(environmentName("production"), {
      ...spec,
      cluster: { ...cluster, pools },
    });
    return result.ok ? [] : result.issues;
  }

  test("a wrong MIG profile is answered with the possible ones", () => {
    const layout = { kind: "uniform", profile: "2g.20gb" } as const;
    expect(
      issuesOf("gpu-mig", { ...a100, gpu: { sharing: "mig", strategy: "mixed", layout } }),
    ).toEqual([
      expect.objectContaining({
        path: "cluster.pools[3].gpu.layout.profile",
        message: 'A100-40 has no MIG profile "2g.20gb"',
        fix: "use one of 1g.5gb x7, 1g.10gb x4, 2g.10gb x3, 3g.20gb x2, 4g.20gb x1, 7g.40gb x1 (slices of one GPU at most)",
      }),
    ]);
  });

  test("slices that do not fit together are answered with the largest parts that do", () => {
    const layout = { kind: "custom", slices: { "3g.20gb": 2, "1g.5gb": 1 } } as const;
    expect(
      issuesOf("gpu-mig", { ...a100, gpu: { sharing: "mig", strategy: "mixed", layout } }),
    ).toEqual([
      expect.objectContaining({
        path: "cluster.pools[3].gpu.layout.slices",
        message: "do not fit on one A100-40 together",
        fix: expect.stringMatching(
          /^use \{ "3g.20gb": 1, "1g.5gb": 1 \} or \{ "3g.20gb": 2 \}, or another layout of 1g.5gb x7/,
        ),
      }),
    ]);
  });

  test("MIG strategies, shares and whole GPUs live in one cluster", () => {
    expect(issuesOf("gpu", { ...a100, ...single })).toEqual([]);
  });

  test.each<[string, string, Partial<NodePool>, string, string]>([
    [
      "a type without GPU in a GPU pool",
      "gpu",
      { instanceTypes: ["m7i.large"] },
      "cluster.pools[2].instanceTypes[0]",
      "has no GPU",
    ],
    [
      "a GPU type in a pool without",
      "web",
      { instanceTypes: ["g6.xlarge"] },
      "cluster.pools[0].instanceTypes[0]",
      "but the pool declares none",
    ],
    [
      "different GPUs in one pool",
      "gpu",
      { instanceTypes: ["g6.4xlarge", "g5.4xlarge"] },
      "cluster.pools[2].instanceTypes[1]",
      "A10G",
    ],
    [
      "an arm64 type in an amd64 pool",
      "web",
      { instanceTypes: ["c7g.4xlarge"] },
      "cluster.pools[0].instanceTypes[0]",
      "is arm64",
    ],
    [
      "a name that leaves no room for EKS' ending",
      "cpu-worker",
      { name: "w".repeat(37) },
      "cluster.pools[1].name",
      "36",
    ],
    [
      "a name that leaves no room for the zone",
      "web",
      { name: "w".repeat(36) },
      "cluster.pools[0].name",
      "has 38 characters",
    ],
    [
      "a pool named like a zone's group of another",
      "cpu-worker",
      { name: "web-b" },
      "cluster.pools[1].name",
      "has this name",
    ],
    ["MIG on a GPU that has none", "gpu", single, "cluster.pools[2].gpu.sharing", "L4 has no MIG"],
    [
      "a minimum above the maximum",
      "web",
      { min: 11 },
      "cluster.pools[0].desired",
      "between min (11) and max (10)",
    ],
    [
      "a zone of another region",
      "web",
      { zones: { groups: "per-zone", names: ["eu-central-1a", "eu-west-1a"] } },
      "cluster.pools[0].zones.names[1]",
      "is not in eu-central-1",
    ],
    [
      "a zone twice",
      "gpu",
      { zones: { groups: "one", names: ["eu-central-1a", "eu-central-1a"] } },
      "cluster.pools[2].zones.names[1]",
      "twice",
    ],
    [
      "more operations than a volume of this size has",
      "web",
      { diskGiB: 20, diskIops: 12_000 },
      "cluster.pools[0].diskIops",
      "can have (10000)",
    ],
    [
      "more throughput than the operations carry",
      "cpu-worker",
      { diskThroughputMiB: 1_000 },
      "cluster.pools[1].diskThroughputMiB",
      "can have (750 MiB/s)",
    ],
    [
      "more throughput than the provider takes",
      "cpu-worker",
      { diskThroughputMiB: 1_001, diskIops: 16_000 },
      "cluster.pools[1].diskThroughputMiB",
      "1000",
    ],
    [
      "more zones than nodes",
      "gpu-mig",
      { max: 1, zones: { groups: "per-zone", names: ["eu-central-1a", "eu-central-1b"] } },
      "cluster.pools[3].max",
      "a zone's group could have no node",
    ],
    [
      "a label that EKS reserves",
      "web",
      { labels: { "node.kubernetes.io/purpose": "web" } },
      "cluster.pools[0].labels.node.kubernetes.io/purpose",
      "EKS reserves",
    ],
    [
      "a label that no tag has room for",
      "web",
      { labels: { [`${"a".repeat(60)}.example/${"b".repeat(20)}`]: "x" } },
      `cluster.pools[0].labels.${"a".repeat(60)}.example/${"b".repeat(20)}`,
      "a tag has room for",
    ],
    [
      "a taint that EKS reserves",
      "web",
      { taints: [{ key: "k8s.io/x", value: "", effect: "NoSchedule" }] },
      "cluster.pools[0].taints[0].key",
      "EKS reserves",
    ],
    [
      "a taint key of more than 63 characters",
      "web",
      { taints: [{ key: `a.example/${"b".repeat(60)}`, value: "", effect: "NoSchedule" }] },
      "cluster.pools[0].taints[0].key",
      "EKS allows 63",
    ],
    [
      "two taints of one key",
      "web",
      {
        taints: [
          { key: "a", value: "", effect: "NoSchedule" },
          { key: "a", value: "", effect: "NoExecute" },
        ],
      },
      "cluster.pools[0].taints[1].key",
      "would know one of them",
    ],
    [
      "more labels than an Auto Scaling group has tags for",
      "web",
      {
        labels: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`l${index}`, "x"])),
      },
      "cluster.pools[0].labels",
      "would have 51 tags, and AWS allows 50",
    ],
  ])("%s is refused at its path", (_what, name, change, path, message) => {
    expect(issuesOf(name, change)).toContainEqual(
      expect.objectContaining({ path, message: expect.stringContaining(message) }),
    );
  });

  test("of an unknown type in a GPU pool nothing is said about its GPU", () => {
    expect(
      issuesOf("gpu", { instanceTypes: ["g9.4xlarge"] }).map(({ message }) => message),
    ).toEqual(["is not among the instance types whose size is known here"]);
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
});
