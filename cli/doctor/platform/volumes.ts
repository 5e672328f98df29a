import { amountOf } from "../../../environments/quantity";
import {
  describeCondition,
  type Diagnoser,
  diagnosis,
  eventsOf,
  kubectl,
  SETTLING_MS,
} from "../examination";

/** Volumes that cannot be removed, and claims that do not get the size that they ask for. */
export const failedVolumes: Diagnoser = (examination) => [
  ...examination.live.volumes
    .filter(({ phase, deleting }) => phase === "Failed" && deleting === undefined)
    .map((volume) =>
      diagnosis(volume, {
        id: "volume-failed",
        cause: "its claim is gone and it cannot be removed: what it holds stays, and is paid for",
        evidence: eventsOf(examination, volume).slice(0, 2),
        fix: "put right what the provisioner says, or remove the volume where it is kept, then the object",
        command: kubectl(examination, undefined, "describe", "persistentvolume", volume.name),
      }),
    ),
  ...examination.live.claims.flatMap((claim) => {
    const { requested, capacity, phase, deleting } = claim;
    if (phase !== "Bound" || deleting !== undefined) return [];
    if (requested === undefined || capacity === undefined) return [];
    if (amountOf("storage", requested) <= amountOf("storage", capacity)) return [];
    const failures = eventsOf(examination, claim, /Resize|Expand/);
    const resizing = claim.conditions.find(
      ({ type, status }) => /Resiz/.test(type) && status === "True",
    );
    const since = resizing?.since ?? claim.created ?? 0;
    if (failures.length === 0 && examination.now - since < SETTLING_MS) return [];
    return [
      diagnosis(claim, {
        id: "claim-not-resized",
        cause: `asks for ${requested} and has ${capacity}${resizing?.type === "FileSystemResizePending" ? ": its file system grows when a pod mounts it anew" : ": its volume does not grow"}`,
        evidence: [
          ...failures,
          ...(resizing === undefined ? [] : [describeCondition(resizing)]),
        ].slice(0, 2),
        fix:
          resizing?.type === "FileSystemResizePending"
            ? "restart the pods that mount it"
            : "see what its provisioner says; one that cannot enlarge needs a new claim and a copy",
        command: kubectl(examination, claim.namespace, "describe", "pvc", claim.name),
      }),
    ];
  }),
];
