import type { WorkerGpu } from "../../environments/schema";
import { gpuRequest } from "../../modules/gpu/gpu-request";

test.each<[WorkerGpu, string]>([
  [{ type: "nvidia", count: 1 }, "nvidia.com/gpu"],
  [{ type: "nvidia", count: 2, migProfile: "2g.10gb" }, "nvidia.com/mig-2g.10gb"],
  [{ type: "amd-rocm", count: 1, deviceGroups: [44, 105] }, "amd.com/gpu"],
  [{ type: "nvidia-tegra", count: 1 }, "nvidia.com/gpu"],
])("%j asks for %s on nodes of its type, and tolerates their taint", (gpu, resourceName) => {
  expect(gpuRequest(gpu)).toMatchObject({
    resourceName,
    count: gpu.count,
    nodeSelector: { "fluxibri.ai/gpu-enabled": "true", "fluxibri.ai/gpu-type": gpu.type },
    tolerations: [{ key: "gpu", operator: "Equal", value: gpu.type, effect: "NoSchedule" }],
  });
});

test("an AMD pod joins the groups of the device files, as it does not run as root", () => {
  expect(gpuRequest({ type: "amd-rocm", count: 1, deviceGroups: [44, 105] }).deviceGroups).toEqual([
    44, 105,
  ]);
  expect(gpuRequest({ type: "nvidia", count: 1 }).deviceGroups).toEqual([]);
});

test("the app's ffmpeg is told to use the GPU, and NVIDIA's runtime to give it the encoder", () => {
  expect(gpuRequest({ type: "nvidia", count: 1 }).variables).toEqual({
    FFMPEG_HWACCEL: "nvenc",
    NVIDIA_DRIVER_CAPABILITIES: "compute,utility,video",
  });
});
