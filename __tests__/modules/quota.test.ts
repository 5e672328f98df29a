import { Testing, TerraformStack } from "cdktf";
import { Quota } from "../../modules/quota/quota";
import { blocks, specOf, type StackJson } from "../support/synth";

function synthesized(): StackJson {
  const { workload } = specOf("staging");
  const stack = new TerraformStack(Testing.app(), "stack");
  new Quota(stack, "quota", {
    namespace: "montage-ai",
    quota: workload.quota,
    containerDefaults: workload.containerDefaults,
  });
  return JSON.parse(Testing.synth(stack));
}

describe("quota", () => {
  it("bounds requests, limits, pods and claims of the namespace", () => {
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
          },
        },
      }),
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
