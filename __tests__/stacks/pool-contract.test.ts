import { environmentName } from "../../environments";
import { STARTUP_TAINT_KEY } from "../../environments/labels";
import { nodeGroups } from "../../environments/nodes/node-groups";
import { refusals } from "../../environments/nodes/placement";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EnvironmentSpec, NodePool, WorkerSpec } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { readSynthesized } from "../../inventory/synthesized";
import { valuesOf } from "../support/addon-values";
import { demandsOf } from "../../rules/capacity/demands";
import { groupsInAws } from "../support/autoscaler-template";
import { a100Pool, balanced, eks, pool, single, withPools } from "../support/pools";
import { synthesize } from "../support/synth";
import { montageAiIn, withApplication } from "../support/applications";

/** A pool for each way of sharing a GPU, and of spreading over zones. */
const VARIANTS: readonly NodePool[] = [
  a100Pool({ name: "gpu-single", ...single }),
  a100Pool(),
  a100Pool({ name: "gpu-balanced", ...balanced }),
  pool("gpu", { name: "gpu-shared", gpu: { sharing: "time-sliced", replicas: 4 } }),
  pool("cpu-worker", {
    name: "spot",
    capacityType: "spot",
    labels: { "fluxibri.ai/note": "cheap" },
    taints: [
      { key: "fluxibri.ai/spot", value: "", effect: "NoSchedule" },
      { key: "soft", value: "yes", effect: "PreferNoSchedule" },
    ],
    zones: { groups: "one", names: ["eu-central-1a", "eu-central-1c"] },
  }),
];

/** Also pools that no worker of production asks for. */
const spec = withPools(
  [...eks().pools, ...VARIANTS].map((each) => ({ ...each, usedBy: "tests" })),
  [],
);
const json = synthesize(spec)["node-pools"];
const groups = groupsInAws(json, STARTUP_TAINT_KEY);

test("the variants are valid", () => {
  expect(validate(environmentName("production"), spec)).toMatchObject({ ok: true });
});

test("the autoscaler is told of the startup taint that nodes start with", () => {
  expect(valuesOf("cluster-autoscaler", spec)).toMatchObject({
    extraArgs: { "startup-taint": STARTUP_TAINT_KEY },
  });
});

describe.each(
  [...eks().pools, ...VARIANTS].flatMap((each) =>
    nodeGroups(each).map((group) => [group.name, each] as const),
  ),
)("node group %s", (name, each) => {
  const contract = poolContract(each);
  const found = groups.find((group) => group.name === name);

  test("has the labels and taints of the contract, those of the start included", () => {
    expect(found?.labels).toEqual(contract.labels);
    expect(found?.taints).toEqual([...contract.taints, ...contract.startupTaints]);
  });

  test("is imagined by the autoscaler as the contract promises, label for label, amount for amount", () => {
    expect(found?.template).toEqual({
      name: `template-${name}`,
      architecture: contract.architecture,
      labels: contract.labels,
      taints: contract.taints,
      // Where the contract is silent on GPUs the instance type has none.
      allocatable: { "nvidia.com/gpu": 0, ...contract.allocatable },
    });
  });

  test("is found by the autoscaler and owned by its cluster", () => {
    expect(found?.groupTags).toMatchObject({
      "k8s.io/cluster-autoscaler/enabled": "true",
      "k8s.io/cluster-autoscaler/fluxibri-production": "owned",
    });
  });

  test("has the accelerator label exactly if its GPUs are advertised as nvidia.com/gpu", () => {
    const advertised = (contract.allocatable["nvidia.com/gpu"] ?? 0) > 0;
    expect("k8s.amazonaws.com/accelerator" in (found?.labels ?? {})).toBe(advertised);
  });
});

describe("from zero", () => {
  /** Production, and the wishes for a GPU that its data does not have. */
  const WISHES = {
    "as it is": undefined,
    "a MIG slice": { need: "mig", profile: "2g.10gb" },
    "a slice of a balanced GPU": { need: "mig", profile: "3g.20gb" },
    "a slice that is advertised as a GPU": { need: "mig", profile: "1g.5gb" },
    "so much memory": { need: "memory", vendor: "nvidia", memoryGiB: 21 },
  } as const;

  test.each(Object.keys(WISHES) as (keyof typeof WISHES)[])(
    "every workload has a template that the autoscaler would start a node by: %s",
    (wish) => {
      const gpu = WISHES[wish];
      const wishing = gpu === undefined ? spec : withGpu(spec, gpu);
      expect(validate(environmentName("production"), wishing)).toMatchObject({ ok: true });
      const inventory = readSynthesized(
        Object.entries(synthesize(wishing)).map(([name, content]) => ({ name, json: content })),
      );
      const pods = demandsOf(inventory, wishing).filter(({ everyNode }) => !everyNode);
      expect(pods.map(({ name }) => name)).toContain(
        "Deployment montage-ai/montage-ai-worker-heavy",
      );
      for (const { name, place, resources } of pods) {
        const takers = groups.filter(
          ({ template }) =>
            refusals(template, { ...place, requests: resources.requests }).length === 0,
        );
        expect([name, takers.length > 0]).toEqual([name, true]);
      }
    },
  );
});

function withGpu(spec: EnvironmentSpec, gpu: WorkerSpec["gpu"]): EnvironmentSpec {
  const workers = montageAiIn(spec).workers.map((worker) =>
    worker.gpu === undefined ? worker : { ...worker, gpu },
  );
  return withApplication(spec, { workers });
}
