import { type NodeTaint, refusals } from "../../../environments/nodes/placement";
import type { LivePod } from "../../../inventory/live";
import { describe } from "../../../inventory/model";
import { type Diagnoser, diagnosis, kubectl, rootOwner } from "../examination";
import { isReady } from "./node-state";
import { candidatesFor, needsOf } from "./room";

/** What the taint is about, where Kubernetes sets it itself. */
const CORDONED = "node.kubernetes.io/unschedulable";

/**
 * A taint on every node that pods wait before: one finding of the taint, whose
 * consequences they are. A toleration would heal the pods until the next apply.
 */
export const closedNodes: Diagnoser = (examination) => {
  const { live } = examination;
  const nodes = live.nodes.filter((node) => isReady(node));
  const [first] = nodes;
  if (first === undefined) return [];
  const everywhere = first.shape.taints.filter(
    ({ key, value, effect }) =>
      effect !== "PreferNoSchedule" &&
      nodes.every(({ shape }) =>
        shape.taints.some(
          (each) => each.key === key && each.value === value && each.effect === effect,
        ),
      ),
  );
  return everywhere.flatMap((taint) => {
    const waiting = live.pods.filter((pod) => isWaiting(pod) && refusesBy(pod, taint.key));
    const workloads = new Set(waiting.map((pod) => describe(rootOwner(examination, pod))));
    const cordoned = taint.key === CORDONED;
    if (workloads.size === 0) return [];
    // Of one workload it may be the pod's own affair: nodes that were always meant for others.
    if (workloads.size === 1 && !cordoned && !cameLater(taint)) return [];
    const written = `${taint.key}${taint.value ? `=${taint.value}` : ""}:${taint.effect}`;
    return [
      diagnosis(
        { kind: "Taint", name: written },
        {
          id: "nodes-closed",
          cause: `${cordoned ? "every node is cordoned" : "is on every node that is ready"} (${nodes.length}): ${waiting.length} pods do not get one`,
          evidence: nodes.slice(0, 3).map(({ name }) => `Node ${name}: ${written}`),
          fix: cordoned
            ? "let pods on the nodes again when the work is done"
            : "take the taint off the nodes; a toleration that is added by hand is taken back by the next apply",
          command: cordoned
            ? kubectl(examination, undefined, "uncordon", ...nodes.map(({ name }) => name))
            : kubectl(
                examination,
                undefined,
                ...["taint", "nodes", ...nodes.map(({ name }) => name)],
                `${taint.key}:${taint.effect}-`,
              ),
        },
      ),
    ];
  });

  /** Pods run there that do not tolerate it: they got their node before the taint came. */
  function cameLater({ key }: NodeTaint): boolean {
    return live.pods.some((pod) => {
      // The pods of a DaemonSet and of a node itself get there all the same.
      if (pod.phase !== "Running" || /^(DaemonSet|Node)$/.test(pod.owner?.kind ?? "")) return false;
      const { tolerations = [] } = needsOf(pod);
      return nodes
        .filter(({ name }) => name === pod.node)
        .flatMap(({ shape }) => refusals(shape, { tolerations, requests: {} }))
        .some((refusal) => refusal.kind === "taint" && refusal.taint.key === key);
    });
  }

  function refusesBy(pod: LivePod, key: string): boolean {
    return candidatesFor(pod, live).some(({ refusals }) =>
      refusals.some((refusal) => refusal.kind === "taint" && refusal.taint.key === key),
    );
  }
};

function isWaiting({ phase, node, deleting }: LivePod): boolean {
  return phase === "Pending" && !node && deleting === undefined;
}
