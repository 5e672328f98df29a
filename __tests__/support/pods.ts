import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";

/** A pod of the namespace `montage-ai` that the scheduler could not place. */
export function waitingPod(name: string, cpu: string, spec: Partial<V1PodSpec> = {}): V1Pod {
  return {
    metadata: { name, namespace: "montage-ai", uid: name },
    spec: { containers: [{ name: "main", resources: { requests: { cpu } } }], ...spec },
    status: {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable" }],
    },
  };
}

/** The same pod on a node. */
export function boundPod(name: string, cpu: string, nodeName: string): V1Pod {
  const { metadata, spec } = waitingPod(name, cpu);
  return {
    metadata,
    spec: { containers: spec?.containers ?? [], nodeName },
    status: { phase: "Running" },
  };
}
