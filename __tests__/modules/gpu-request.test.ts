import type { NodePool, WorkerGpu } from "../../environments/schema";
import { gpuRequest } from "../../modules/gpu/gpu-request";
import { a100Pool, pool, single, withPools } from "../support/pools";
import { specOf } from "../support/synth";
import { montageAiIn } from "../support/applications";

const spec = specOf("production");
const worker = montageAiIn(spec).workers.find(({ name }) => name === "worker-heavy");

/** What the heavy worker asks for with this wish, where there are these pools beside production's. */
function request(gpu: WorkerGpu, pools: readonly NodePool[] = [], kept?: readonly string[]) {
  if (worker === undefined) throw new Error("production has no heavy worker");
  return gpuRequest({ ...worker, gpu }, withPools(pools, kept).cluster);
}

const onNvidia = { "fluxibri.ai/gpu-enabled": "true", "fluxibri.ai/gpu-type": "nvidia" };

test("any GPU is the vendor's own resource, and never a slice that has another", () => {
  expect(request({ need: "any", vendor: "any" })).toMatchObject({
    resourceName: "nvidia.com/gpu",
    count: 1,
    nodeSelector: onNvidia,
    nodeRequirements: [],
    tolerations: [{ key: "gpu", operator: "Equal", value: "nvidia", effect: "NoSchedule" }],
  });
});

test("a profile is answered with its resource where slices have one", () => {
  expect(request({ need: "mig", profile: "2g.10gb" }, [a100Pool()])).toMatchObject({
    resourceName: "nvidia.com/mig-2g.10gb",
    nodeSelector: onNvidia,
  });
});

test("a profile is answered with a GPU of nodes that advertise nothing but it as such", () => {
  const pools = [a100Pool({ name: "gpu-single", ...single })];
  expect(request({ need: "mig", profile: "1g.5gb" }, pools, ["gpu"])).toMatchObject({
    resourceName: "nvidia.com/gpu",
    nodeSelector: { ...onNvidia, "fluxibri.ai/gpu-slice": "1g.5gb" },
  });
});

test("so much memory is answered with the smallest that has it, be it a slice", () => {
  const pools = [a100Pool()];
  expect(request({ need: "memory", vendor: "nvidia", memoryGiB: 10 }, pools)?.resourceName).toBe(
    "nvidia.com/mig-2g.10gb",
  );
  expect(request({ need: "memory", vendor: "nvidia", memoryGiB: 11 }, pools)).toMatchObject({
    resourceName: "nvidia.com/gpu",
    nodeSelector: onNvidia,
    // Every node that has enough, not the smallest alone: the autoscaler takes the cheapest.
    nodeRequirements: [{ key: "fluxibri.ai/gpu-memory-gib", operator: "Gt", values: ["10"] }],
  });
});

test("more than one GPU are whole ones: a pod uses one slice or share", () => {
  const pools = [
    pool("gpu", { name: "many", instanceTypes: ["g6.12xlarge"] }),
    pool("gpu", { name: "shared", gpu: { sharing: "time-sliced", replicas: 8 } }),
  ];
  expect(request({ need: "any", vendor: "nvidia", count: 2 }, pools)).toMatchObject({
    resourceName: "nvidia.com/gpu",
    count: 2,
    nodeSelector: { ...onNvidia, "fluxibri.ai/gpu-sharing": "whole" },
  });
});

test("on a bare kubeconfig the resource alone decides: its nodes carry no labels of ours", () => {
  const { cluster } = specOf("local");
  if (cluster.kind !== "kubeconfig" || worker === undefined) throw new Error("other data");
  const testbed = { pools: [...cluster.testbed.pools, pool("gpu")] };
  expect(
    gpuRequest({ ...worker, gpu: { need: "any", vendor: "any" } }, { ...cluster, testbed }),
  ).toMatchObject({ resourceName: "nvidia.com/gpu", nodeSelector: {}, nodeRequirements: [] });
});

describe("in staging", () => {
  const staging = specOf("staging");
  const { cluster } = staging;
  const heavy = montageAiIn(staging).workers.find(({ name }) => name === "worker-heavy");
  const inStaging = (gpu: WorkerGpu) =>
    heavy === undefined ? undefined : gpuRequest({ ...heavy, gpu }, cluster);

  test("the same wish is answered with the AMD card, and its groups: the pod is not root", () => {
    expect(inStaging({ need: "any", vendor: "any" })).toMatchObject({
      resourceName: "amd.com/gpu",
      nodeSelector: { "fluxibri.ai/gpu-type": "amd-rocm" },
      deviceGroups: [44, 105],
      variables: { FFMPEG_HWACCEL: "rocm" },
    });
  });

  test("the Jetson is for who names it: its images are others", () => {
    expect(inStaging({ need: "any", vendor: "jetson" })).toMatchObject({
      resourceName: "nvidia.com/gpu",
      nodeSelector: { "fluxibri.ai/gpu-type": "nvidia-tegra" },
      deviceGroups: [],
      variables: { FFMPEG_HWACCEL: "nvmpi" },
    });
  });

  test("what no machine has is no request", () => {
    expect(() => inStaging({ need: "any", vendor: "nvidia" })).toThrow("worker-heavy");
  });
});

test("the app's ffmpeg is told to use the GPU, and NVIDIA's runtime to give it the encoder", () => {
  expect(request({ need: "any", vendor: "nvidia" })?.variables).toEqual({
    FFMPEG_HWACCEL: "nvenc",
    NVIDIA_DRIVER_CAPABILITIES: "compute,utility,video",
  });
});

// A100 and H100 decode video but have no NVENC: ffmpeg would fail at the first frame.
test("where one of the GPUs has no encoder, ffmpeg encodes on the CPU", () => {
  expect(request({ need: "mig", profile: "2g.10gb" }, [a100Pool()])?.variables).toMatchObject({
    FFMPEG_HWACCEL: "none",
  });
});

describe("an encoder", () => {
  const encoder = { need: "encoder", vendor: "any" } as const;

  test("is had of slices and of whole cards by one request, each at its nodes' label", () => {
    expect(request(encoder)).toMatchObject({
      resourceName: "nvidia.com/gpu",
      count: 1,
      nodeSelector: { ...onNvidia, "fluxibri.ai/gpu-encoder": "true" },
      variables: { FFMPEG_HWACCEL: "nvenc" },
    });
  });

  test("is never looked for on an A100, whose slices would render on their CPU", () => {
    const pools = [a100Pool({ ...single })];
    expect(request(encoder, pools)?.nodeSelector).toHaveProperty(["fluxibri.ai/gpu-encoder"]);
    expect(() => request(encoder, pools, ["web", "cpu-worker"])).toThrow("worker-heavy");
  });

  test("is a slice's own resource where strategies are mixed", () => {
    const mixed = pool("gpu-mig", {
      name: "gpu-mixed",
      gpu: { sharing: "mig", strategy: "mixed", layout: { kind: "uniform", profile: "1g.24gb" } },
    });
    expect(request(encoder, [mixed], ["web"])).toMatchObject({
      resourceName: "nvidia.com/mig-1g.24gb",
      nodeSelector: onNvidia,
      variables: { FFMPEG_HWACCEL: "nvenc" },
    });
  });
});
