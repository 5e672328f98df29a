import type { WorkerGpu } from "../../environments/schema";
import { gpuRequest } from "../../modules/gpu/gpu-request";

test.each<[WorkerGpu, string]>([
  [{ type: "nvidia", count: 1 }, "nvidia.com/gpu"],
  [{ type: "nvidia", count: 2, migProfile: "2g.10gb" }, "nvidia.com/mig-2g.10gb"],
  [{ type: "amd-rocm", count: 1 }, "amd.com/gpu"],
  [{ type: "nvidia-tegra", count: 1 }, "nvidia.com/gpu"],
])("%j asks for %s on nodes of its type, and tolerates their taint", (gpu, resourceName) => {
  expect(gpuRequest(gpu)).toEqual({
    resourceName,
    count: gpu.count,
    nodeSelector: { "fluxibri.ai/gpu-enabled": "true", "fluxibri.ai/gpu-type": gpu.type },
    tolerations: [{ key: "gpu", operator: "Equal", value: gpu.type, effect: "NoSchedule" }],
  });
});
