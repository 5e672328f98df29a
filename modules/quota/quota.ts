import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import type { ApplicationSpec, Resources } from "../../environments/schema";
import { applicationLabels } from "../labels";

export interface QuotaProps {
  readonly namespace: string;
  /** Name of the application. */
  readonly application: string;
  /** What all pods of the namespace may ask for together. */
  readonly quota: ApplicationSpec["quota"];
  /** Extended resources as which the nodes have their GPUs. */
  readonly gpuResources: readonly string[];
  /** Requests and limits of containers that declare none. */
  readonly containerDefaults: Resources;
}

/** What device plugins of the vendors advertise whole cards as. */
const WHOLE_GPUS = ["nvidia.com/gpu", "amd.com/gpu"] as const;

/**
 * ResourceQuota of a namespace, and the LimitRange that it needs: where CPU or
 * memory is under quota, the API server refuses every container that does not
 * say its requests and limits.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export class Quota extends Construct {
  constructor(scope: Construct, id: string, props: QuotaProps) {
    super(scope, id);
    const { application, quota, containerDefaults } = props;
    const metadata = {
      name: application,
      namespace: props.namespace,
      labels: applicationLabels(application, "quota"),
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
          "requests.storage": quota.storage,
          "count/jobs.batch": String(quota.jobs),
          ...gpuHard(props),
        },
      },
    });
  }
}

/** A quota has no pattern: a resource that it does not name is not bounded, so vendors without a node are at 0. */
function gpuHard({ quota, gpuResources }: QuotaProps): Record<string, string> {
  const hard = (names: readonly string[], amount: number) =>
    names.map((name) => [`requests.${name}`, String(amount)]);
  return Object.fromEntries([...hard(WHOLE_GPUS, 0), ...hard(gpuResources, quota.gpus)]);
}
