import type { LiveObject } from "../../../inventory/live";
import { describe } from "../../../inventory/model";
import { type Examination, kubectl } from "../examination";

/** What keeps a deleted object, and what lets it go. */
interface Reason {
  readonly waits: string;
  readonly fix: string;
  readonly command: string;
}

/** Finalizers by whose they are: what takes each away. */
const HOLDERS: readonly (readonly [finalizer: RegExp, fix: string])[] = [
  [/\.keda\.sh$/, "bring KEDA's operator back: it takes its finalizer away"],
  [/external-secrets\.io/, "bring External Secrets' controller back: it takes its finalizer away"],
  [
    /^(service\.kubernetes\.io\/load-balancer|ingress\.k8s\.aws|elbv2\.k8s\.aws)/,
    "bring the load balancer controller back: it removes the load balancer, then the finalizer",
  ],
  [
    /^external-(provisioner|attacher)|csi/,
    "bring the CSI driver's controller back: it detaches and removes the volume, then the finalizer",
  ],
  [
    /^(foregroundDeletion|orphan)$/,
    "see which of its dependents stays: the garbage collector of kube-controller-manager waits for it",
  ],
];

/** Why a deleted object stays, by what it is and by whose finalizers it has. */
export function reasonFor(object: LiveObject, examination: Examination): Reason {
  const { kind, name, namespace, finalizers } = object;
  const get = (what: string, each: string) =>
    kubectl(examination, namespace, "get", what, each, "-o", "yaml");
  if (kind === "Namespace") return ofNamespace(object, examination);
  if (kind === "PersistentVolumeClaim" && finalizers.includes("kubernetes.io/pvc-protection")) {
    return ofClaim(object, examination);
  }
  if (kind === "PersistentVolume" && finalizers.includes("kubernetes.io/pv-protection")) {
    return ofVolume(object, examination);
  }
  if (finalizers.length === 0) {
    return {
      waits: "its dependents are not gone yet",
      fix: "see which of them stays",
      command: get(kind.toLowerCase(), name),
    };
  }
  const known = HOLDERS.find(([pattern]) => finalizers.some((each) => pattern.test(each)));
  return {
    waits: `finalizers ${finalizers.join(", ")} are left`,
    fix: `${known?.[1] ?? `bring the controller back that set ${finalizers.join(", ")}`}; taking it away by hand skips its work`,
    command: get(kind.toLowerCase(), name),
  };
}

function ofClaim({ name, namespace = "" }: LiveObject, examination: Examination): Reason {
  const pods = examination.live.pods.filter(
    (pod) =>
      pod.namespace === namespace &&
      pod.template.volumes.some((volume) => volume.kind === "claim" && volume.claim === name),
  );
  const [first] = pods;
  return first === undefined
    ? {
        waits: "finalizer kubernetes.io/pvc-protection is left, and no pod mounts it",
        fix: "bring kube-controller-manager back: it takes the finalizer away",
        command: kubectl(examination, namespace, "get", "pvc", name, "-o", "yaml"),
      }
    : {
        waits: `${pods.map((pod) => pod.name).join(", ")} still ${pods.length === 1 ? "mounts" : "mount"} it`,
        fix: "end the pods that mount it, or give up that it goes: a deletion cannot be taken back",
        command: kubectl(examination, namespace, "get", "pod", first.name, "-o", "wide"),
      };
}

function ofVolume({ name }: LiveObject, examination: Examination): Reason {
  const claim = examination.live.volumes.find((each) => each.name === name)?.claim;
  const bound = examination.live.claims.find(
    (each) => each.name === claim?.name && each.namespace === claim.namespace,
  );
  return bound === undefined
    ? {
        waits: "finalizer kubernetes.io/pv-protection is left, and its claim is gone",
        fix: "bring kube-controller-manager back: it takes the finalizer away",
        command: kubectl(examination, undefined, "get", "pv", name, "-o", "yaml"),
      }
    : {
        waits: `it is still bound to ${describe(bound)}`,
        fix: "its data stays as long as the claim does: delete the claim, if the data may go",
        command: kubectl(examination, bound.namespace, "get", "pvc", bound.name),
      };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/#NamespaceStatus */
function ofNamespace({ name }: LiveObject, examination: Examination): Reason {
  const conditions =
    examination.live.namespaces.find((each) => each.name === name)?.conditions ?? [];
  const isTrue = (type: string) =>
    conditions.find((each) => each.type === type && each.status === "True");
  const discovery = isTrue("NamespaceDeletionDiscoveryFailure");
  const dead = examination.live.apiServices.filter(
    ({ service, conditions: said }) =>
      service !== undefined &&
      said.some(({ type, status }) => type === "Available" && status !== "True"),
  );
  if (discovery !== undefined) {
    const names = dead.map((api) => api.name).join(", ");
    return {
      waits: `no namespace goes while an API does not answer${names === "" ? "" : `: ${names}`}`,
      fix: "bring the owner of the API back, or delete the APIService of what is gone for good",
      command: kubectl(examination, undefined, "get", "apiservices"),
    };
  }
  const content = isTrue("NamespaceContentRemaining") ?? isTrue("NamespaceFinalizersRemaining");
  const finalizers = isTrue("NamespaceFinalizersRemaining")?.message ?? "";
  const known = HOLDERS.find(([pattern]) =>
    [...finalizers.matchAll(/([\w.-]+(?:\/[\w.-]+)?) in \d+ resource/g)].some(([, each = ""]) =>
      pattern.test(each),
    ),
  );
  return {
    waits: content?.message ?? "the namespace controller has not said what is left in it",
    fix:
      known?.[1] ??
      (content === undefined
        ? "bring kube-controller-manager back"
        : "remove what is left: the conditions name it"),
    command: kubectl(examination, undefined, "get", "namespace", name, "-o", "yaml"),
  };
}
