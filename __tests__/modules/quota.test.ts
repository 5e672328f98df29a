import { Testing, TerraformStack } from "cdktf";
import { gpuResourceNames } from "../../environments/nodes/gpu-resolution";
import { Quota } from "../../modules/quota/quota";
import { blocks, specOf, type StackJson } from "../support/synth";
import { montageAiIn } from "../support/applications";

function synthesized(environment = "staging"): StackJson {
  const spec = specOf(environment);
  const { name, quota, containerDefaults } = montageAiIn(spec);
  const stack = new TerraformStack(Testing.app(), "stack");
  new Quota(stack, "quota", {
    application: name,
    namespace: "montage-ai",
    quota,
    gpuResources: gpuResourceNames(spec.cluster),
    containerDefaults,
  });
  return JSON.parse(Testing.synth(stack));
}

describe("quota", () => {
  it("bounds requests, limits, pods, claims, Jobs and GPUs of the namespace", () => {
    expect(blocks(synthesized(), "kubernetes_resource_quota_v1")).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ namespace: "montage-ai" }),
        spec: {
          hard: {
            "requests.cpu": "80",
            "requests.memory": "160Gi",
            "limits.cpu": "320",
            "limits.memory": "480Gi",
            pods: "80",
            persistentvolumeclaims: "20",
            "requests.storage": "400Gi",
            "count/jobs.batch": "50",
            "requests.amd.com/gpu": "2",
            // The Jetson's.
            "requests.nvidia.com/gpu": "2",
          },
        },
      }),
    ]);
  });

  it("lets no pod ask for a GPU that no node has", () => {
    const hard = (environment: string) =>
      blocks(synthesized(environment), "kubernetes_resource_quota_v1").map(({ spec }) => spec);
    expect(hard("production")).toEqual([
      {
        hard: expect.objectContaining({
          "requests.nvidia.com/gpu": "16",
          "requests.amd.com/gpu": "0",
        }),
      },
    ]);
    expect(hard("local")).toEqual([
      {
        hard: expect.objectContaining({
          "requests.nvidia.com/gpu": "0",
          "requests.amd.com/gpu": "0",
        }),
      },
    ]);
  });

  it("gives defaults to containers without limits before the quota would refuse them", () => {
    const stack = synthesized();
    const [range] = blocks(stack, "kubernetes_limit_range_v1");
    expect(range?.spec).toEqual({
      limit: [
        {
          type: "Container",
          default: { cpu: "1", memory: "1Gi" },
          default_request: { cpu: "100m", memory: "128Mi" },
        },
      ],
    });
    const [id] = Object.keys(stack.resource?.kubernetes_limit_range_v1 ?? {});
    const [quota] = blocks(stack, "kubernetes_resource_quota_v1");
    expect(quota?.depends_on).toEqual([`kubernetes_limit_range_v1.${id}`]);
  });
});
