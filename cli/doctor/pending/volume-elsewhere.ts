import { applicationOption } from "../../../environments/applications";
import { describeRefusal } from "../../../environments/nodes/describe-refusal";
import type { LivePod } from "../../../inventory/live";
import { type Diagnosis, diagnosis, type Examination, kubectl } from "../examination";
import type { NodesToCome } from "./autoscaler";
import { describeState, isReady } from "./node-state";
import type { Candidate } from "./room";
import { type BoundVolume, type PodClaims, reaches, whereIs } from "./volumes";

/**
 * The pod's volume is where the pod cannot run: its node is gone, refuses the
 * pod whatever is free there, or is full while another would take it.
 */
export function volumeElsewhere(
  pod: LivePod,
  { bound }: PodClaims,
  candidates: readonly Candidate[],
  toCome: NodesToCome,
  examination: Examination,
): Diagnosis | undefined {
  const [first] = bound;
  if (first === undefined) return undefined;
  const homes = candidates.filter(({ node }) => bound.every((each) => reaches(node, each)));
  if (homes.some(accepts)) return undefined;
  const others = candidates.filter((candidate) => !homes.includes(candidate) && accepts(candidate));
  const never = homes.every(({ refusals }) => refusals.some(({ kind }) => kind !== "resource"));
  if (!never && others.length === 0 && !toCome.accepted) return undefined;
  // Several volumes may each have nodes, and share none.
  const volume = bound.find((each) => !candidates.some(({ node }) => reaches(node, each))) ?? first;
  const elsewhere = others.map(({ node }) => node.name);
  return diagnosis(pod, {
    id: "pod-volume-elsewhere",
    cause: [
      `its claim ${volume.claim.name} is on volume ${volume.volume.name}, which only ${whereIs(volume)} reaches`,
      homes.length === 0
        ? bound.length > 1
          ? "no node reaches all of its volumes"
          : "there is no such node"
        : homes.map((home) => describeHome(home, examination)).join("; "),
      ...(elsewhere.length === 0
        ? []
        : [`without the volume it could run on ${listed(elsewhere)}`]),
    ].join(": "),
    evidence: [],
    ...remedy(pod, volume, homes, examination),
  });
}

function accepts({ refusals, takenPorts }: Candidate): boolean {
  return refusals.length === 0 && takenPorts.length === 0;
}

function describeHome({ node, refusals }: Candidate, { now }: Examination): string {
  const why = refusals.map(describeRefusal).join(", ") || "its port is taken";
  return `node ${node.name} is ${describeState(node, now)} and refuses the pod (${why})`;
}

function remedy(
  pod: LivePod,
  { claim, volume }: BoundVolume,
  homes: readonly Candidate[],
  examination: Examination,
): Pick<Diagnosis, "fix" | "command"> {
  const cordoned = homes.find(({ node }) => isReady(node) && node.unschedulable);
  if (cordoned !== undefined) {
    return {
      fix: "let pods on its node again",
      command: kubectl(examination, undefined, "uncordon", cordoned.node.name),
    };
  }
  const down = homes.find(({ node }) => !isReady(node));
  if (down !== undefined) {
    return {
      fix: `bring node ${down.node.name} back: its data is there`,
      command: kubectl(examination, undefined, "describe", "node", down.node.name),
    };
  }
  if (homes.length === 0) {
    return {
      fix: `bring the node back; if its data is lost, delete pod and claim, and a new claim is made where the pod runs. THE DATA OF THE OLD ONE IS GIVEN UP`,
      command: kubectl(examination, pod.namespace, "delete", "pvc", claim.name),
    };
  }
  const fix =
    "let the pod run where its volume is, or move the data to a claim that every node reaches (ReadWriteMany)";
  return {
    fix,
    command:
      examination.spec === undefined
        ? kubectl(examination, undefined, "describe", "pv", volume.name)
        : `npm run migrate-claims -- ${examination.spec.name}${applicationOption(examination.spec, pod.namespace ?? "")}`,
  };
}

function listed([first = "", second, ...more]: readonly string[]): string {
  const two = second === undefined ? first : `${first}, ${second}`;
  return more.length === 0 ? two : `${two} and ${more.length} more`;
}
