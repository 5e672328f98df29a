import type { LivePod } from "../../../inventory/live";
import {
  asArgument,
  type Diagnoser,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
  oneLine,
  SETTLING_MS,
} from "../examination";

/** Rollouts that their Deployment has given up; the pods' own findings say why. */
export const stuckRollouts: Diagnoser = (examination) =>
  examination.live.controllers.flatMap((controller) => {
    const progressing = controller.conditions.find(
      ({ type, reason }) => type === "Progressing" && reason === "ProgressDeadlineExceeded",
    );
    if (controller.kind !== "Deployment" || progressing === undefined) return [];
    const { namespace, ready, desired } = controller;
    return [
      diagnosis(controller, {
        id: "rollout-stuck",
        cause: `its rollout does not come to an end: ${ready} of ${desired} pods are ready`,
        evidence: [`${progressing.reason}: ${oneLine(progressing.message)}`],
        fix: "the findings of its pods say why; the way back is the revision before",
        command: kubectl(examination, namespace, "rollout", "undo", asArgument(controller)),
      }),
    ];
  });

/** Pods on a node that do not get their volumes. */
export const unmountedVolumes: Diagnoser = (examination) =>
  examination.live.pods
    .filter((pod) => isStarting(pod, examination))
    .flatMap((pod) => {
      const failures = eventsOf(
        examination,
        pod,
        /^(FailedMount|FailedAttachVolume|FailedMapVolume)$/,
      );
      const [failure] = failures;
      if (failure === undefined) return [];
      const [, kind, name] =
        /(secret|configmap|persistentvolumeclaim) "([^"]+)" not found/.exec(failure) ?? [];
      const cause =
        kind === undefined
          ? failure.startsWith("FailedAttachVolume")
            ? "a volume cannot be attached to its node: another node may still have it"
            : `node ${pod.node ?? ""} cannot mount a volume`
          : `${kind} ${name ?? ""} is not in namespace ${pod.namespace}`;
      return [
        diagnosis(pod, {
          id: "volume-not-mounted",
          cause,
          evidence: failures.slice(0, 2),
          fix:
            kind === undefined
              ? "see that the storage server answers the node (address, export, firewall, driver pods)"
              : "make it; the pod goes on by itself",
          command: kubectl(examination, pod.namespace, "describe", "pod", pod.name),
        }),
      ];
    });

function isStarting(pod: LivePod, { now }: Examination): boolean {
  const { phase, node, deleting, created = 0 } = pod;
  return (
    phase === "Pending" &&
    node !== undefined &&
    deleting === undefined &&
    now - created > SETTLING_MS
  );
}
