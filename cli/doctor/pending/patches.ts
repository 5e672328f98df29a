import { describeAmount } from "../../../environments/nodes/describe-refusal";
import type { PodNeeds, Refusal } from "../../../environments/nodes/placement";
import type { LivePod } from "../../../inventory/live";
import { asArgument, type Examination, kubectl, rootOwner } from "../examination";
import type { Candidate } from "./room";

/** Tolerations that the API server adds to every pod. */
const DEFAULT_TOLERATIONS = /^node\.kubernetes\.io\/(not-ready|unreachable)$/;
/** Kinds whose template can be changed in place. */
const WITH_TEMPLATE = /^(Deployment|StatefulSet|DaemonSet)$/;

/** The command that lets a pod's workload tolerate the taints of a node. */
export function addToleration(
  pod: LivePod,
  candidates: readonly Candidate[],
  examination: Examination,
): string {
  const owner = rootOwner(examination, pod);
  const [nearest] = candidates.toSorted((a, b) => a.refusals.length - b.refusals.length);
  const taints = (nearest?.refusals ?? []).flatMap((refusal) =>
    refusal.kind === "taint" ? [refusal.taint] : [],
  );
  if (nearest === undefined || !WITH_TEMPLATE.test(owner.kind)) {
    const [taint] = taints;
    return kubectl(
      examination,
      undefined,
      ...["taint", "node", nearest?.node.name ?? "", `${taint?.key ?? ""}:${taint?.effect ?? ""}-`],
    );
  }
  const kept = pod.template.tolerations.filter(({ key = "" }) => !DEFAULT_TOLERATIONS.test(key));
  const added = taints.map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect }));
  const patch = [
    { op: "add", path: "/spec/template/spec/tolerations", value: [...kept, ...added] },
  ];
  return kubectl(
    examination,
    pod.namespace,
    ...["patch", asArgument(owner), "--type=json", "-p", JSON.stringify(patch)],
  );
}

type Lack = Extract<Refusal, { kind: "resource" }>;

/** The command that lets a pod ask for what the nearest node has; undefined where nothing is left of it. */
export function lowerRequests(
  pod: LivePod,
  lacks: readonly Lack[],
  { requests }: PodNeeds,
  examination: Examination,
): string | undefined {
  const owner = rootOwner(examination, pod);
  const containers = pod.template.containers.filter(({ init }) => !init);
  const [container] = containers;
  const changeable =
    WITH_TEMPLATE.test(owner.kind) &&
    containers.length === 1 &&
    container !== undefined &&
    lacks.every(({ resource, available }) => /^(cpu|memory)$/.test(resource) && available > 0);
  if (!changeable) {
    return kubectl(examination, pod.namespace, "describe", "pod", pod.name);
  }
  const lowered = lacks
    .filter(({ resource }) => requests[resource] !== undefined)
    .map(
      ({ resource, available }) => `${resource}=${describeAmount(resource, available, Math.floor)}`,
    );
  return kubectl(
    examination,
    pod.namespace,
    ...[
      "set",
      "resources",
      asArgument(owner),
      "-c",
      container.name,
      `--requests=${lowered.join(",")}`,
    ],
  );
}
