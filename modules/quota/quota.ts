import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import type { Resources, WorkloadSpec } from "../../environments/schema";
import { standardLabels } from "../labels";

export interface QuotaProps {
  readonly namespace: string;
  /** What all pods of the namespace may ask for together. */
  readonly quota: WorkloadSpec["quota"];
  /** Requests and limits of containers that declare none. */
  readonly containerDefaults: Resources;
}

/**
 * ResourceQuota of a namespace, and the LimitRange that it needs: where CPU or
 * memory is under quota, the API server refuses every container that does not
 * say its requests and limits.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export class Quota extends Construct {
  constructor(scope: Construct, id: string, props: QuotaProps) {
    super(scope, id);
    const { quota, containerDefaults } = props;
    const metadata = {
      name: "montage-ai",
      namespace: props.namespace,
      labels: standardLabels("montage-ai", "quota"),
    };
    const defaults = new LimitRangeV1(this, "container-defaults", {
      metadata,
      spec: {
        limit: [
          {
            type: "Container",
            default: containerDefaults.limits,
            defaultRequest: containerDefaults.requests,
          },
        ],
      },
    });
    new ResourceQuotaV1(this, "quota", {
      // The other way round there is a moment in which pods without limits are refused.
      dependsOn: [defaults],
      metadata,
      spec: {
        hard: {
          "requests.cpu": quota.requestsCpu,
          "requests.memory": quota.requestsMemory,
          "limits.cpu": quota.limitsCpu,
          "limits.memory": quota.limitsMemory,
          pods: String(quota.pods),
          persistentvolumeclaims: String(quota.claims),
        },
      },
    });
  }
}
