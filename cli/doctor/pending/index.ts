import type { LivePod } from "../../../inventory/live";
import {
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
  oneLine,
  SETTLING_MS,
} from "../examination";
import { nodesToCome } from "./autoscaler";
import { claimTrouble } from "./claims";
import { deviceTrouble } from "./devices";
import { noPlace } from "./places";
import { candidatesFor, needsOf } from "./room";
import { schedulerDiagnosis, schedulerReasons } from "./scheduler-message";
import { volumeElsewhere } from "./volume-elsewhere";
import { claimsOf } from "./volumes";

/** Why each pod that no node has is without one. */
export const pendingPods: Diagnoser = (examination) => {
  const { live } = examination;
  return live.pods
    .filter(({ phase, node, deleting }) => phase === "Pending" && !node && deleting === undefined)
    .filter((pod) => isOverdue(pod, examination))
    .flatMap((pod) => whyPending(pod, examination) ?? []);
};

/** The scheduler has refused it, or has had time to. */
function isOverdue(pod: LivePod, { now }: Examination): boolean {
  return verdictOf(pod) !== undefined || now - (pod.created ?? now) > SETTLING_MS;
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions */
function verdictOf({ conditions }: LivePod) {
  return conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
}

function whyPending(pod: LivePod, examination: Examination): Diagnosis | undefined {
  const { live } = examination;
  if (pod.schedulingGates.length > 0) return gated(pod, examination);
  const verdict = verdictOf(pod);
  if (verdict === undefined) return unseen(pod, examination);
  const claims = claimsOf(pod, examination);
  const said = [`${verdict.reason}: ${oneLine(verdict.message)}`];
  const device = deviceTrouble(pod, said[0] ?? "", examination);
  if (device !== undefined) return device;
  const [missing] = claims.missing;
  if (missing !== undefined) {
    return diagnosis(pod, {
      id: "pod-claim-missing",
      cause: `mounts claim ${missing}, which namespace ${pod.namespace} does not have`,
      evidence: said,
      fix: "make the claim, or name one that is there",
      command: kubectl(examination, pod.namespace, "get", "persistentvolumeclaims"),
    });
  }
  // The finding is the claim's, and names the pod.
  if (claims.claims.some((claim) => claimTrouble(claim, examination) !== undefined))
    return undefined;
  if (examination.unreadKinds.has("Node")) {
    return byMessage(pod, verdict.message, said, examination);
  }
  const candidates = candidatesFor(pod, live);
  const toCome = nodesToCome(pod, needsOf(pod), examination);
  const evidence = [...said, ...toCome.evidence];
  const elsewhere = volumeElsewhere(pod, claims, candidates, toCome, examination);
  const found = elsewhere ?? noPlace(pod, claims, candidates, toCome, examination, verdict.message);
  return { ...found, evidence: [...evidence, ...found.evidence] };
}

/** Without the nodes there is only the scheduler's word. */
function byMessage(
  pod: LivePod,
  message: string,
  evidence: readonly string[],
  examination: Examination,
): Diagnosis {
  const reasons = schedulerReasons(message).map(({ nodes, reason }) => `${reason} (${nodes})`);
  return diagnosis(pod, {
    id: schedulerDiagnosis(message),
    cause: `the scheduler says: ${reasons.join("; ") || oneLine(message)}; nodes may not be read here, so by how much is not known`,
    evidence,
    fix: "run this again with an account that may list nodes",
    command: kubectl(examination, pod.namespace, "describe", "pod", pod.name),
  });
}

function gated(pod: LivePod, examination: Examination): Diagnosis {
  return diagnosis(pod, {
    id: "pod-gated",
    cause: `scheduling gate ${pod.schedulingGates.join(", ")} holds it: no scheduler looks at it until what set the gate takes it away`,
    fix: "find out who owns the gate: its controller removes it",
    command: kubectl(examination, pod.namespace, "get", "pod", pod.name, "-o", "yaml"),
  });
}

/** A running scheduler says something about every pod within seconds. */
function unseen(pod: LivePod, examination: Examination): Diagnosis {
  return diagnosis(pod, {
    id: "pod-not-scheduled",
    cause: `no scheduler has looked at it: ${pod.schedulerName} is not at work`,
    evidence: eventsOf(examination, pod).slice(0, 1),
    fix:
      pod.schedulerName === "default-scheduler"
        ? "bring kube-scheduler back (on k3s it is part of the server)"
        : `leave out spec.schedulerName, or install ${pod.schedulerName}`,
    // The Lease of a scheduler is there only where several may be elected.
    command: kubectl(examination, "kube-system", "get", "lease,pods"),
  });
}
