import { Testing } from "cdktf";
import { Quota } from "../../modules/quota/quota";
import { specOf } from "../support/synth";

function synthesized() {
  const { workload } = specOf("staging");
  return Testing.synthScope((scope) => {
    new Quota(scope, "quota", {
      namespace: "montage-ai",
      quota: workload.quota,
      containerDefaults: workload.containerDefaults,
    });
  });
}

describe("quota", () => {
  it("bounds requests, limits, pods and claims of the namespace", () => {
    const { quota } = JSON.parse(synthesized()).resource.kubernetes_resource_quota_v1;
    expect(quota.metadata.namespace).toBe("montage-ai");
    expect(quota.spec.hard).toEqual({
      "requests.cpu": "80",
      "requests.memory": "160Gi",
      "limits.cpu": "200",
      "limits.memory": "320Gi",
      pods: "80",
      persistentvolumeclaims: "20",
    });
  });

  it("gives defaults to containers without limits before the quota refuses them", () => {
    const { kubernetes_limit_range_v1, kubernetes_resource_quota_v1 } =
      JSON.parse(synthesized()).resource;
    const [[name, range]] = Object.entries<Record<string, unknown>>(kubernetes_limit_range_v1);
    expect(range.spec).toEqual({
      limit: [
        {
          type: "Container",
          default: { cpu: "1", memory: "1Gi" },
          default_request: { cpu: "100m", memory: "128Mi" },
        },
      ],
    });
    const [quota] = Object.values<Record<string, unknown>>(kubernetes_resource_quota_v1);
    expect(quota.depends_on).toEqual([`kubernetes_limit_range_v1.${name}`]);
  });
});
