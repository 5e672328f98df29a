import { describeAmount, describeRefusal } from "../../../environments/nodes/describe-refusal";
import type { Refusal } from "../../../environments/nodes/placement";
import { groupBy } from "../../../inventory/group-by";
import type { LivePod } from "../../../inventory/live";
import { type Diagnosis, diagnosis, type Examination, kubectl } from "../examination";
import type { NodesToCome } from "./autoscaler";
import { describeState, isReady } from "./node-state";
import { addToleration, lowerRequests } from "./patches";
import { type Candidate, needsOf } from "./room";
import { schedulerMeaning } from "./scheduler-message";
import { type PodClaims, reaches } from "./volumes";

type Kind = Refusal["kind"];

/**
 * No node takes the pod: of the nodes that its volumes leave, those that it asks
 * for by labels, of these those whose taints it tolerates, of these those with
 * room. The first step that leaves none is the cause.
 */
export function noPlace(
  pod: LivePod,
  { bound }: PodClaims,
  candidates: readonly Candidate[],
  toCome: NodesToCome,
  examination: Examination,
  message: string,
): Diagnosis {
  const reached = candidates.filter(({ node }) => bound.every((each) => reaches(node, each)));
  const severity = toCome.onTheWay ? "warning" : "error";
  const found = (rest: Pick<Diagnosis, "id" | "cause" | "fix" | "command">) =>
    diagnosis(pod, {
      ...rest,
      severity,
      cause: toCome.text === "" ? rest.cause : `${rest.cause}; ${toCome.text}`,
    });
  const meant = without(reached, ["node-selector", "node-affinity"]);
  if (meant.length === 0) return found(noneMeant(reached, examination));
  const tolerated = without(meant, ["taint"]);
  if (tolerated.length === 0) return found(noneTolerated(pod, meant, examination));
  const roomy = without(tolerated, ["resource"]);
  if (roomy.length === 0) return found(noRoom(pod, tolerated, examination));
  const portFree = roomy.filter(({ takenPorts }) => takenPorts.length === 0);
  if (portFree.length === 0) return found(portTaken(roomy, pod, examination));
  return found(otherReason(message, pod, examination));
}

function without(candidates: readonly Candidate[], kinds: readonly Kind[]): readonly Candidate[] {
  return candidates.filter(({ refusals }) => !refusals.some(({ kind }) => kinds.includes(kind)));
}

function noneMeant(candidates: readonly Candidate[], examination: Examination) {
  const [nearest] = candidates.toSorted((a, b) => a.refusals.length - b.refusals.length);
  const refusal = nearest?.refusals.find(
    ({ kind }) => kind === "node-selector" || kind === "node-affinity",
  );
  const wanted =
    refusal === undefined ? "" : `; nearest is ${nearest?.node.name}: ${describeRefusal(refusal)}`;
  return {
    id: "pod-node-selector",
    cause: `none of ${nodes(candidates)} has the labels that it asks for${wanted}`,
    fix: "label the node that is meant, or correct the pod's nodeSelector or affinity",
    command:
      refusal?.kind === "node-selector" && nearest !== undefined
        ? kubectl(
            examination,
            undefined,
            ...[
              "label",
              "node",
              nearest.node.name,
              `${refusal.key}=${refusal.wanted}`,
              "--overwrite",
            ],
          )
        : kubectl(examination, undefined, "get", "nodes", "--show-labels"),
  } as const;
}

function noneTolerated(pod: LivePod, candidates: readonly Candidate[], examination: Examination) {
  const { now } = examination;
  const down = candidates.find(({ node }) => !isReady(node));
  const cordoned = candidates.find(({ node }) => node.unschedulable);
  const cause = `it may run on ${nodes(candidates)}, and is refused there: ${grouped(candidates, "taint")}`;
  if (down !== undefined && candidates.every(({ node }) => !isReady(node))) {
    return {
      id: "pod-taint",
      cause: `${cause}; ${down.node.name} is ${describeState(down.node, now)}`,
      fix: `bring node ${down.node.name} back`,
      command: kubectl(examination, undefined, "describe", "node", down.node.name),
    } as const;
  }
  if (cordoned !== undefined) {
    return {
      id: "pod-taint",
      cause: `${cause}; ${cordoned.node.name} is cordoned`,
      fix: "let pods on it again",
      command: kubectl(examination, undefined, "uncordon", cordoned.node.name),
    } as const;
  }
  return {
    id: "pod-taint",
    cause,
    fix: "let the pod tolerate the taint, or take the taint off the node",
    command: addToleration(pod, candidates, examination),
  } as const;
}

function noRoom(pod: LivePod, candidates: readonly Candidate[], examination: Examination) {
  const [nearest] = candidates.toSorted((a, b) => lackOf(a) - lackOf(b));
  const lacks = (nearest?.refusals ?? []).flatMap((refusal) =>
    refusal.kind === "resource" ? [refusal] : [],
  );
  const texts = lacks.map(({ resource, requested, available }) => {
    const amount = (value: number) => describeAmount(resource, value, Math.ceil);
    const biggest = Math.max(
      ...candidates.map(({ node }) => node.shape.allocatable[resource] ?? 0),
    );
    const never =
      biggest < requested
        ? `; even an empty node has only ${describeAmount(resource, biggest, Math.floor)}`
        : "";
    return `${resource} is short of ${amount(requested - Math.max(0, available))} (asks for ${amount(requested)}, most free ${describeAmount(resource, Math.max(0, available), Math.floor)}${never})`;
  });
  const name = nearest?.node.name ?? "";
  return {
    id: "pod-no-room",
    cause: `no room on ${nodes(candidates)} that it may run on; nearest is ${name}: ${texts.join("; ")}`,
    fix: "add a node, scale something down, or ask for less (in the data: the next apply takes a hand-made change back)",
    command: lowerRequests(pod, lacks, needsOf(pod), examination),
  } as const;
}

/** How much of what it asks for is missing, as a share. */
function lackOf({ refusals }: Candidate): number {
  return refusals.reduce(
    (sum, refusal) =>
      refusal.kind === "resource"
        ? sum + (refusal.requested - refusal.available) / refusal.requested
        : sum,
    0,
  );
}

function portTaken(candidates: readonly Candidate[], pod: LivePod, examination: Examination) {
  const ports = [...new Set(candidates.flatMap(({ takenPorts }) => takenPorts))].join(", ");
  return {
    id: "pod-host-port",
    cause: `wants port ${ports} of its node, which another pod has on ${nodes(candidates)} that it may run on`,
    fix: "leave hostPort out (a NodePort Service reaches pods without it), or have fewer pods than nodes",
    command: kubectl(examination, pod.namespace, "get", "pod", pod.name, "-o", "yaml"),
  } as const;
}

/** What is judged here would let it run: the scheduler knows more. */
function otherReason(message: string, pod: LivePod, examination: Examination) {
  const meaning = schedulerMeaning(message);
  return {
    id: meaning?.separation === true ? "pod-separation" : "pod-not-scheduled",
    cause:
      meaning === undefined
        ? "nodes have room and accept it now; the scheduler's last word is below"
        : `nodes have room, but ${meaning.means}`,
    fix:
      meaning?.fix ??
      "wait for the next try; if it stays, the scheduler's message names what is missing",
    command: kubectl(examination, pod.namespace, "describe", "pod", pod.name),
  } as const;
}

/** `taint gpu=x:NoSchedule is not tolerated (2 nodes)`. */
function grouped(candidates: readonly Candidate[], kind: Kind): string {
  const reasons = candidates.flatMap(({ refusals }) =>
    refusals.filter((refusal) => refusal.kind === kind).map(describeRefusal),
  );
  return [...groupBy(reasons, (reason) => reason)]
    .map(([reason, { length }]) => `${reason} (${length} ${length === 1 ? "node" : "nodes"})`)
    .join("; ");
}

function nodes({ length }: readonly Candidate[]): string {
  return `${length} ${length === 1 ? "node" : "nodes"}`;
}
