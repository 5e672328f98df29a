import type { LivePod } from "../../../inventory/live";
import {
  age,
  type Diagnoser,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
} from "../examination";
import { isReady } from "../pending/node-state";

/** A pod is given this long on its node: an image may be large. */
const STARTING_MS = 3 * 60_000;
/** What other findings are made of: pulls, volumes, containers that are not made. */
const EXPLAINED_EVENTS = /^(FailedMount|FailedAttachVolume|FailedMapVolume)$/;
const EXPLAINED_WAITING =
  /Image|Pull|^Create(Container|PodSandbox)|^CrashLoopBackOff$|^RunContainerError$/;

/** Pods that have a node and do not start, for a reason that nothing else names. */
export const notStarting: Diagnoser = (examination) =>
  examination.live.pods
    .filter((pod) => isHeld(pod, examination))
    .filter((pod) => eventsOf(examination, pod, EXPLAINED_EVENTS).length === 0)
    .map((pod) => toDiagnosis(pod, examination));

function isHeld(pod: LivePod, { live, now }: Examination): boolean {
  const { phase, node, deleting, containers } = pod;
  if (phase !== "Pending" || node === undefined || deleting !== undefined) return false;
  if (containers.some(({ waiting }) => EXPLAINED_WAITING.test(waiting?.reason ?? ""))) return false;
  // An init container that runs is at work, however long; one that failed has a finding of its own.
  if (
    containers.some(
      ({ running, terminated }) => running !== undefined || (terminated?.exitCode ?? 0) !== 0,
    )
  )
    return false;
  const scheduled = pod.conditions.find(({ type }) => type === "PodScheduled")?.since;
  const place = live.nodes.find(({ name }) => name === node);
  const away = place !== undefined && !isReady(place);
  return !away && now - (scheduled ?? pod.created ?? now) > STARTING_MS;
}

function toDiagnosis(pod: LivePod, examination: Examination) {
  const { now, live } = examination;
  const scheduled = pod.conditions.find(({ type }) => type === "PodScheduled")?.since;
  const all = eventsOf(examination, pod);
  const sandbox = eventsOf(examination, pod, /^FailedCreatePodSandBox$/);
  const isThere = live.nodes.some(({ name }) => name === pod.node);
  const nodeGone = !isThere && !examination.unreadKinds.has("Node");
  const waits = `has node ${pod.node ?? ""} for ${age(now, scheduled ?? pod.created)} and does not start`;
  const cause = nodeGone
    ? `${waits}: the cluster has no such node`
    : sandbox.length > 0
      ? `${waits}: ${networkOf(sandbox[0] ?? "")}`
      : all.length > 0
        ? `${waits}; the cause is not one that is known here: its last events are below`
        : `${waits}, and nothing says why: no event, no status of a container; its kubelet may hang`;
  return diagnosis(pod, {
    id: "pod-not-starting",
    cause,
    evidence: (sandbox.length > 0 ? sandbox : all).slice(0, 3),
    fix: nodeGone
      ? "delete the pod: its workload makes another"
      : sandbox.length > 0
        ? "put right what the network plugin says (its pods on that node, addresses left in the subnet or range)"
        : "look at the kubelet and the container runtime of the node",
    command: nodeGone
      ? kubectl(examination, pod.namespace, "delete", "pod", pod.name)
      : sandbox.length > 0
        ? kubectl(
            examination,
            undefined,
            ...[
              "get",
              "pods",
              "-A",
              "-o",
              "wide",
              "--field-selector",
              `spec.nodeName=${pod.node ?? ""}`,
            ],
          )
        : kubectl(examination, undefined, "describe", "node", pod.node ?? ""),
  });
}

/** https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/kubelet/kuberuntime/kuberuntime_sandbox.go */
function networkOf(said: string): string {
  if (
    /failed to assign an IP|no (available )?IP|IPs? (address )?(available|left)|range is full/i.test(
      said,
    )
  ) {
    return "no address is left for it";
  }
  return /network|cni/i.test(said)
    ? "its network is not set up"
    : "the container runtime does not make its sandbox";
}
