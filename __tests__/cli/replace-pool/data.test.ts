import { readSynthesized } from "../../../inventory/synthesized";
import { refusedWorkloads } from "../../../cli/replace-pool/needs";
import { brokenPromises, poolPair } from "../../../cli/replace-pool/pools";
import { removalOf } from "../../../cli/replace-pool/removal";
import { synthesize } from "../../../cli/synthesis/synthesize";
import { ConfigurationError } from "../../../environments/errors";
import type { EnvironmentSpec, NodePool } from "../../../environments/schema";
import { specOf } from "../../support/synth";
import { montageAiIn } from "../../support/applications";

/** Production with a copy of a pool under another name, changed. */
function withCopy(name: string, change: Partial<NodePool> = {}): EnvironmentSpec {
  const spec = specOf("production");
  if (spec.cluster.kind !== "eks") throw new Error("production is on EKS");
  const pool = spec.cluster.pools.find((one) => one.name === name);
  if (pool === undefined) throw new Error(`no pool ${name}`);
  spec.cluster.pools.push({ ...structuredClone(pool), ...change, name: `${name}-two` });
  return spec;
}

const stacksOf = (spec: EnvironmentSpec) =>
  synthesize([spec], undefined).environments.flatMap(({ stacks }) => stacks);

function refused(spec: EnvironmentSpec, old: string) {
  const code = readSynthesized(stacksOf(spec).map(({ id, json }) => ({ name: id, json })));
  const issues = refusedWorkloads(poolPair(spec, old, `${old}-two`), code, spec);
  return issues.map(({ message }) => message);
}

test("a pool that is not in the data is answered with the edit and the deploy", () => {
  const wanted = () => poolPair(specOf("production"), "gpu", "gpu-two");
  expect(wanted).toThrow(ConfigurationError);
  expect(wanted).toThrow(
    'copy pool gpu in environments/production.ts as name: "gpu-two", with the new machines and desired as many nodes as the old one has, then npm run deploy -- production node-pools',
  );
});

test("two unknown pools are two errors, and a misspelt one is guessed", () => {
  const wanted = () => poolPair(specOf("production"), "cpu-wrker", "cpu-two");
  expect(wanted).toThrow(/line: OLD\n[^]*line: --by\n/);
  expect(wanted).toThrow("write cpu-worker");
});

test("a pool does not replace itself, and machines of k3s are no pools", () => {
  expect(() => poolPair(specOf("production"), "gpu", "gpu")).toThrow("cannot take its own pods");
  expect(() => poolPair(specOf("staging"), "a", "b")).toThrow("staging has machines");
});

test("a copy takes everything", () => {
  const spec = withCopy("cpu-worker");
  expect(brokenPromises(poolPair(spec, "cpu-worker", "cpu-worker-two"))).toEqual([]);
  expect(refused(spec, "cpu-worker")).toEqual([]);
});

test("roles, architecture, labels and taints that differ are all said at once, each with its place", () => {
  const spec = withCopy("cpu-worker", {
    roles: ["web"],
    architecture: "arm64",
    instanceTypes: ["c7g.4xlarge"],
    taints: [{ key: "only", value: "batch", effect: "NoSchedule" }],
  });
  if (spec.cluster.kind === "eks") {
    for (const pool of spec.cluster.pools)
      if (pool.name === "cpu-worker") pool.labels = { disk: "fast" };
    for (const pool of spec.cluster.pools) if (pool.name === "cpu-worker-two") pool.labels = {};
  }
  const issues = brokenPromises(poolPair(spec, "cpu-worker", "cpu-worker-two"));
  expect(issues.map(({ path, fix }) => [path, fix])).toEqual([
    ["cluster.pools[4].roles", "add cpu-worker"],
    ["cluster.pools[4].architecture", "instance types that are amd64"],
    ["cluster.pools[4].labels", 'add disk: "fast"'],
    ["cluster.pools[4].taints", "leave it away"],
  ]);
});

test("machines without the GPU of the old ones are refused by the workload's name", () => {
  const spec = withCopy("gpu", { instanceTypes: ["m7i.2xlarge"] });
  const copy = spec.cluster.kind === "eks" ? spec.cluster.pools.at(-1) : undefined;
  delete copy?.gpu;
  expect(refused(spec, "gpu").join("\n")).toMatch(
    /its nodes refuse Deployment montage-ai\/montage-ai-worker-heavy, which runs on gpu: node selector fluxibri\.ai\/gpu-enabled=true/,
  );
});

test("machines that are too small for a workload are refused with what is short", () => {
  const spec = withCopy("cpu-worker", { instanceTypes: ["m7i.large"] });
  const [worker] = montageAiIn(spec).workers;
  if (worker !== undefined) worker.resources.requests.cpu = "3";
  expect(refused(spec, "cpu-worker").join("\n")).toContain("cpu: requested 3000m");
});

test("the removal names each node group that the plan would, and what was accepted of the pool", () => {
  const spec = specOf("production");
  const { old } = poolPair(withCopy("cpu-worker"), "cpu-worker", "cpu-worker-two");
  const removal = removalOf(spec, old, stacksOf(spec));
  expect(removal.addresses).toEqual(
    ["a", "b", "c"].map((zone) =>
      expect.stringMatching(
        new RegExp(
          `^aws_eks_node_group\\.pools_cpu-worker_cpu-worker-${zone}_node-group_[0-9A-F]{8}$`,
        ),
      ),
    ),
  );
  expect(removal.deploy).toBe(
    `npm run deploy -- production node-pools${removal.addresses.map((one) => ` --allow-destroy '${one}'`).join("")}`,
  );
  expect(removal.edit).toBe(
    "take cluster.pools[1], pool cpu-worker, out of environments/production.ts",
  );
  expect(removal.accepted).toEqual(["grace-chain: NodePool cpu-worker"]);
});
