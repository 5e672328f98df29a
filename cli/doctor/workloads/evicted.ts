import { groupBy } from "../../../inventory/group-by";
import { describe } from "../../../inventory/model";
import { type Diagnoser, diagnosis, kubectl, oneLine, rootOwner } from "../examination";

/** Evicted pods stay as objects until a controller collects them: older ones are history. */
const RECENT_MS = 60 * 60_000;

/** Pods that a kubelet has ended because its node ran out of something. */
export const evictedPods: Diagnoser = (examination) => {
  const { live, now } = examination;
  const evicted = live.pods.filter(
    (pod) =>
      pod.phase === "Failed" &&
      pod.reason === "Evicted" &&
      now - Math.max(pod.created ?? 0, ...pod.conditions.map(({ since = 0 }) => since)) < RECENT_MS,
  );
  const byWorkload = groupBy(evicted, (pod) => describe(rootOwner(examination, pod)));
  return [...byWorkload.values()].flatMap((pods) => {
    const [first] = pods;
    if (first === undefined) return [];
    const { kind, name } = rootOwner(examination, first);
    const nodes = [...new Set(pods.flatMap(({ node }) => node ?? []))].join(", ");
    return [
      diagnosis(
        { kind, namespace: first.namespace, name },
        {
          id: "pod-evicted",
          severity: "warning",
          cause: `${pods.length} ${pods.length === 1 ? "pod was" : "pods were"} evicted from ${nodes}: ${oneLine(first.message)}`,
          evidence: pods.slice(0, 3).map((pod) => `Pod ${pod.name}: ${oneLine(pod.message)}`),
          fix: "let it ask for what it uses (requests), limit what it writes on the node, or make room on the node",
          command: kubectl(examination, first.namespace, "describe", "pod", first.name),
        },
      ),
    ];
  });
};
