import { environmentName } from "../../../environments";
import type { WorkerGpu } from "../../../environments/schema";
import { validate } from "../../../environments/validate";
import { specOf } from "../../support/synth";
import { montageAiIn, withApplication } from "../../support/applications";

describe("validation of workers' GPUs", () => {
  test.each<[WorkerGpu, string]>([
    [{ need: "mig", profile: "1g.5gb" }, "a MIG slice 1g.5gb"],
    [{ need: "memory", vendor: "nvidia", memoryGiB: 48 }, "a nvidia GPU of at least 48 GiB"],
    [{ need: "any", vendor: "amd" }, "a amd GPU"],
    [{ need: "any", vendor: "any", count: 2 }, "2 NVIDIA or AMD GPUs"],
  ])("a worker that asks for %j is answered with what there is", (gpu, wish) => {
    const spec = specOf("production");
    const workers = montageAiIn(spec).workers.map((worker) =>
      worker.gpu === undefined ? worker : { ...worker, gpu },
    );
    const result = validate(environmentName("production"), withApplication(spec, { workers }));
    expect(result.ok ? [] : result.issues).toEqual([
      expect.objectContaining({
        path: "applications[0].workers[1].gpu",
        message: `no node that the worker tolerates has role gpu-worker with ${wish}: the pods would stay Pending`,
        fix: "ask for what there is (gpu: 1 x nvidia.com/gpu (L4, 24 GiB); gpu-mig: 4 x nvidia.com/gpu (RTX-PRO-6000 1g.24gb, 24 GiB)), or add such a node to cluster.pools",
      }),
    ]);
  });

  test("a worker that asks the testbed for a GPU is told that its nodes have none", () => {
    const spec = specOf("local");
    const workers = montageAiIn(spec).workers.map((worker) => ({
      ...worker,
      gpu: { need: "any", vendor: "any" } as const,
    }));
    const result = validate(environmentName("local"), withApplication(spec, { workers }));
    expect(result.ok ? [] : result.issues.map(({ fix }) => fix)).toEqual([
      "ask for what there is (no GPU on nodes of role cpu-worker; nodes: base, burst), or add such a node to cluster.testbed.pools",
    ]);
  });
});
