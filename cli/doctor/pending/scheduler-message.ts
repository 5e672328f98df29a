import type { DiagnosisId } from "../catalog";

/** A reason of the scheduler, and of how many nodes it is one. */
export interface SchedulerReason {
  readonly nodes: number;
  readonly reason: string;
}

/**
 * The reasons in a message of kube-scheduler:
 * `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s). preemption: …`.
 * Reasons may have commas and points in them; a count begins the next one.
 *
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/scheduler/framework/types.go (FitError, as in 1.35.4)
 */
export function schedulerReasons(message: string): readonly SchedulerReason[] {
  const [, all = "", said = ""] = /(\d+) nodes are available: (.*)$/s.exec(message) ?? [];
  const [filtered = ""] = said.split(/\. (?=preemption:|no new claims)|\.$/);
  const counted = [...filtered.matchAll(/(?:^|[,.] )(\d+) (.+?)(?=[,.] \d+ |$)/gs)].map(
    ([, nodes = "", reason = ""]) => ({ nodes: Number(nodes), reason }),
  );
  // Without counts it is about the pod, so that no node was looked at.
  return counted.length > 0 || filtered === ""
    ? counted
    : [{ nodes: Number(all), reason: filtered }];
}

/** Reasons that are not worked out from the objects, and what they mean. */
interface Meaning {
  readonly says: RegExp;
  readonly means: string;
  readonly fix: string;
  /** About other pods. */
  readonly separation: boolean;
}

/** https://github.com/kubernetes/kubernetes/tree/v1.37.2/pkg/scheduler/framework/plugins, compared with 1.35.4 and 1.36.5 */
const MEANINGS: readonly Meaning[] = [
  {
    says: /pod affinity rules|anti-affinity rules|topology spread constraints/,
    means: "its rules about other pods (affinity, anti-affinity, topology spread) leave none",
    fix: "add a node (in another zone, where it spreads over zones), or make the rule a preference",
    separation: true,
  },
  {
    says: /exceed max volume count/,
    means: "they have as many volumes attached as they can",
    fix: "add a node, or have fewer volumes on each",
    separation: false,
  },
  {
    says: /ReadWriteOncePod/,
    means: "another pod has its ReadWriteOncePod claim",
    fix: "let the other pod end first, or use ReadWriteOnce",
    separation: false,
  },
  {
    says: /no available disk/,
    means: "another pod has its volume attached",
    fix: "let the other pod end first",
    separation: false,
  },
  {
    says: /no available volume zone/,
    means: "its volume is in another zone",
    fix: "add a node in the volume's zone",
    separation: false,
  },
  {
    says: /enough free storage|available persistent volumes to bind/,
    means: "no storage is left for its claims there",
    fix: "make room in the storage pool, or a volume by hand",
    separation: false,
  },
  {
    says: /required features/,
    means:
      "their kubelets do not have a feature that it needs (status.declaredFeatures of the node)",
    fix: "upgrade the nodes, or leave out the field that needs it",
    separation: false,
  },
  {
    says: /bound to non-existent pv/,
    means: "a claim of it is bound to a volume that is gone",
    fix: "restore the volume, or give its data up and make the claim anew",
    separation: false,
  },
];

/** What the scheduler says beyond what is judged from the objects; undefined: nothing that is known. */
export function schedulerMeaning(message: string): Meaning | undefined {
  const reasons = schedulerReasons(message);
  return MEANINGS.find(({ says }) => reasons.some(({ reason }) => says.test(reason)));
}

const DIAGNOSES: readonly { readonly says: RegExp; readonly id: DiagnosisId }[] = [
  { says: /PersistentVolume's node affinity|volume node affinity/, id: "pod-volume-elsewhere" },
  { says: /^Insufficient |^Too many pods/, id: "pod-no-room" },
  { says: /free ports/, id: "pod-host-port" },
  { says: /taint|unschedulable/, id: "pod-taint" },
  { says: /Pod's node affinity\/selector/, id: "pod-node-selector" },
  { says: /persistentvolumeclaim ".*" not found/, id: "pod-claim-missing" },
];

/** The diagnosis by the scheduler's word alone. */
export function schedulerDiagnosis(message: string): DiagnosisId {
  const reasons = schedulerReasons(message);
  const found = DIAGNOSES.find(({ says }) => reasons.some(({ reason }) => says.test(reason)));
  if (found !== undefined) return found.id;
  return schedulerMeaning(message)?.separation === true ? "pod-separation" : "pod-not-scheduled";
}
