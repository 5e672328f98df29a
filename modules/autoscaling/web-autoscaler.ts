import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { Construct } from "constructs";
import type { WebSpec } from "../../environments/schema";
import { applicationLabels } from "../labels";
import { SCALE_OUT_QUICKLY, scaleInOneByOne } from "./behavior";

/** Requests come in waves of a few minutes; the HPA's own default. */
const SCALE_IN_STABILIZATION_SECONDS = 300;

export interface WebAutoscalerProps {
  /** Name of the application. */
  readonly application: string;
  readonly namespace: string;
  /** Deployment that is scaled; it must not say how many replicas it has. */
  readonly deploymentName: string;
  readonly replicas: WebSpec["replicas"];
  /** Mean CPU use, per cent of the request. */
  readonly cpuUtilization: number;
}

/** HorizontalPodAutoscaler on CPU; needs a metrics-server. */
export class WebAutoscaler extends Construct {
  constructor(scope: Construct, id: string, props: WebAutoscalerProps) {
    super(scope, id);
    const { policies: outPolicies, ...scaleOut } = SCALE_OUT_QUICKLY;
    const { policies: inPolicies, ...scaleIn } = scaleInOneByOne(SCALE_IN_STABILIZATION_SECONDS);
    new HorizontalPodAutoscalerV2(this, "hpa", {
      metadata: {
        name: props.deploymentName,
        namespace: props.namespace,
        labels: applicationLabels(props.application, "web"),
      },
      spec: {
        minReplicas: props.replicas.min,
        maxReplicas: props.replicas.max,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: props.deploymentName },
        metric: [
          {
            type: "Resource",
            resource: {
              name: "cpu",
              target: { type: "Utilization", averageUtilization: props.cpuUtilization },
            },
          },
        ],
        behavior: {
          scaleUp: [{ ...scaleOut, policy: outPolicies }],
          scaleDown: [{ ...scaleIn, policy: inPolicies }],
        },
      },
    });
  }
}
