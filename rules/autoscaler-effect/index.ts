import type { Rule } from "../engine/rule";
import { bounds } from "./bounds";
import { AUTOSCALER_EFFECT } from "./idle-autoscaler";
import { measurable } from "./measurable";
import { paused } from "./paused";
import { targets } from "./targets";
import { triggerTypes } from "./trigger-types";
import { verticalBeside } from "./vertical-beside";

export const autoscalerEffect: Rule = {
  id: AUTOSCALER_EFFECT,
  title: "Every autoscaler is accepted and can act",
  why: "Most that is wrong with an autoscaler is no error for who applies it: an HPA on CPU whose pods request none says FailedGetResourceMetric in its status, a ScaledObject with a misspelt trigger type or target is not ready, a paused annotation from an incident stays in the file, and the workload keeps the replicas that it had. KEDA's webhook and the API server refuse some of it (tried on KEDA 2.20.2 and Kubernetes 1.35.4), at the moment of the apply.",
  severity:
    "error where KEDA or the API server refuses it, or where it never scales; warning for what is paused, for a VerticalPodAutoscaler on the same resource, and where the target may be in content that is not here",
  remedy:
    "Write what the finding says; then `kubectl describe` of the ScaledObject or HPA shows Ready or ScalingActive True.",
  check: (inventory) => [
    ...bounds(inventory),
    ...triggerTypes(inventory),
    ...targets(inventory),
    ...paused(inventory),
    ...verticalBeside(inventory),
  ],
  across: measurable,
};
