import { environmentName } from "../../../environments";
import type { NodePool } from "../../../environments/schema";
import { validate } from "../../../environments/validate";
import { a100Pool, pool, single, withPools } from "../../support/pools";

function issuesOf(extra: NodePool): readonly string[] {
  const result = validate(environmentName("production"), withPools([extra]));
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
}

// gpu-mig once was a pool of A100s that no worker asked for.
test.each<[string, NodePool, string]>([
  [
    "slices without an encoder, where workers want one",
    a100Pool(single),
    "worker-heavy asks for a video encoder on a GPU, and its nodes have another one, or a taint that nobody tolerates",
  ],
  [
    "slices with a resource that nobody asks for",
    a100Pool(),
    "worker-heavy asks for a video encoder",
  ],
  [
    "nodes behind a taint that nobody tolerates",
    pool("cpu-worker", {
      name: "reserved",
      taints: [{ key: "team", value: "a", effect: "NoSchedule" }],
    }),
    "worker asks for no GPU",
  ],
])("%s are refused as a pool that no workload can use", (_what, extra, why) => {
  expect(issuesOf(extra)).toEqual([
    expect.stringContaining(`no workload can use pool ${extra.name}`),
  ]);
  expect(issuesOf(extra)[0]).toContain(why);
});

test("who uses it besides may be said", () => {
  expect(issuesOf({ ...a100Pool(), usedBy: "training" })).toEqual([]);
});

test("a card that EKS' image has no driver for is refused", () => {
  expect(issuesOf(pool("gpu", { name: "g7", instanceTypes: ["g7.2xlarge"] }))).toEqual([
    expect.stringContaining(
      "its RTX-PRO-4500 needs NVIDIA driver 595, and EKS' image brings 580: no node would ever have a GPU",
    ),
  ]);
});
