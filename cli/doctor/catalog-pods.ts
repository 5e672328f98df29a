import type { DiagnosisText } from "./diagnosis-text";

/** Diagnoses of pods, their images and their volumes. */
export const POD_CATALOG = {
  "pod-volume-elsewhere": {
    title:
      "A pod's volume is on a node where the pod cannot run, or on one that is away, full or gone.",
    reads:
      "the volume's node affinity against every node, the pod's needs against what is left on each",
  },
  "pod-claim-missing": {
    title: "A pod mounts a claim that its namespace does not have.",
    reads: "the pod's volumes and the claims",
  },
  "pod-node-selector": {
    title: "No node has the labels that the pod asks for.",
    reads: "nodeSelector and required node affinity against the labels of every node",
  },
  "pod-taint": {
    title:
      "The nodes that the pod may run on have taints that it does not tolerate; a node that is away or cordoned has one, too.",
    reads: "taints of the nodes that the labels leave, and the pod's tolerations",
  },
  "pod-no-room": {
    title:
      "The nodes that the pod may run on lack a resource: which, how much, and whether an empty node would have it.",
    reads:
      "allocatable without the requests of all pods on each node; the pools of the data, and what the cluster autoscaler says (at its maximum, no pool accepts)",
  },
  "pod-host-port": {
    title: "A port of the node that the pod wants is taken on every node that it may run on.",
    reads: "hostPort and hostNetwork of the pods on each node",
  },
  "pod-separation": {
    title: "Nodes have room, but rules about other pods leave none.",
    reads: "the scheduler's message (affinity, anti-affinity, topology spread)",
  },
  "pod-not-scheduled": {
    title:
      "No scheduler has looked at the pod, or the scheduler's reason is one that is not judged here.",
    reads: "the condition PodScheduled, schedulerName",
  },
  "pod-gated": {
    title: "A scheduling gate holds the pod: no scheduler looks at it.",
    reads: "schedulingGates",
  },
  "pod-device-missing": {
    title: "The pod waits for a device (dynamic resource allocation).",
    reads: "ResourceClaims, DeviceClasses and ResourceSlices: which class, of which driver",
  },
  "pod-not-starting": {
    title:
      "A pod has its node and does not start, and no image, volume or container is the reason; where nothing says why, that is said.",
    reads: "phase and age of the pod, the event FailedCreatePodSandBox, its last events",
  },
  "pod-evicted": {
    title: "A kubelet has evicted pods of a workload within the last hour (a warning).",
    reads: "phase Failed with the reason Evicted",
  },
  "pods-refused-quota": {
    title: "Pods are not even Pending: the namespace's quota is used up.",
    reads:
      "the ReplicaSet's condition ReplicaFailure or the event FailedCreate, and the quota's use",
  },
  "pods-refused-security": {
    title: "Pods are not made: they do not meet the namespace's Pod Security Standard.",
    reads: "as above",
  },
  "pods-refused-limits": {
    title:
      "Pods are not made: a LimitRange or a quota does not allow what they ask for, or leave out.",
    reads: "as above",
  },
  "pods-refused": {
    title: "Pods are not made for another reason: no such service account, a webhook's veto.",
    reads: "as above",
  },
  "claim-class-missing": {
    title: "A claim's StorageClass is not there, or it names none and there is no default.",
    reads: "claims and StorageClasses; a claim that waits for its first pod is in order",
  },
  "claim-not-provisioned": {
    title:
      "The claim's volume is not made: provisioner away or failing, driver not installed, no volume by hand.",
    reads: "StorageClass, CSIDriver, selected node, events of the claim",
  },
  "claim-not-resized": {
    title: "A claim asks for more than its volume has, and does not get it.",
    reads: "capacity in the claim's status, its conditions, the event VolumeResizeFailed",
  },
  "volume-failed": {
    title: "A volume whose claim is gone cannot be removed.",
    reads: "the volume's phase",
  },
  "claim-lost": { title: "A claim's volume is gone.", reads: "the claim's phase" },
  "volume-not-mounted": {
    title: "A pod has its node and does not get a volume there.",
    reads: "the events FailedMount and FailedAttachVolume",
  },
  "image-unauthorized": {
    title:
      "The registry refuses the pull (401, 403): the pull secret is missing, of the wrong type, without an entry for the registry, not synced, or its token is not accepted.",
    reads:
      "the waiting container's message and the event Failed; type, age and registries of the pull secret, never its values; the ExternalSecret behind it",
  },
  "image-name-not-resolved": {
    title:
      "Nodes do not know the registry's name; names of the cluster's DNS (*.svc) are never theirs.",
    reads: "as above",
  },
  "image-not-found": { title: "The registry has no such image or tag.", reads: "as above" },
  "image-name-invalid": { title: "The image's name is not one.", reads: "the waiting reason" },
  "image-registry-unreachable": {
    title: "Nothing answers at the registry's address: refused, no route, timeout, 5xx.",
    reads: "as above",
  },
  "image-http-registry": {
    title: "The registry speaks http and the node's runtime expects https.",
    reads: "as above",
  },
  "image-certificate": {
    title: "The node does not trust the registry's certificate.",
    reads: "as above",
  },
  "image-rate-limit": {
    title: "The registry limits pulls (429, toomanyrequests).",
    reads: "as above",
  },
  "image-wrong-platform": {
    title: "The image is not built for the node's architecture.",
    reads: "as above, and the node's architecture",
  },
  "image-no-disk": { title: "The node's disk is full.", reads: "as above" },
  "image-pull": { title: "The pull fails for another reason.", reads: "as above" },
  "container-not-created": {
    title: "A container cannot be made: a Secret, a ConfigMap or a key of one is missing.",
    reads: "the waiting container's message",
  },
  "container-crash-loop": {
    title: "A container ends again and again.",
    reads:
      "restarts and exit code of its last run, and the end of its log (`pods/log`, or the message in its status): the exception that ended it, and the file and line that raised it",
  },
  "container-out-of-memory": {
    title: "A container was killed because it used more memory than its limit.",
    reads: "how its last run ended",
  },
  "stuck-terminating": {
    title: "An object was deleted and stays: finalizers, or a node that is away.",
    reads: "deletion time and finalizers of pods, namespaces, claims, scalers, secrets",
  },
} as const satisfies Readonly<Record<string, DiagnosisText>>;
