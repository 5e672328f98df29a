import type { Controller } from "../../../inventory/live";
import {
  asArgument,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  type Examination,
  kubectl,
} from "../examination";

/** https://helm.sh/docs/chart_best_practices/labels/, and what the aws and kubernetes providers' objects carry here. */
const RELEASE = "meta.helm.sh/release-name";
const MANAGED_BY = "app.kubernetes.io/managed-by";

/** Workloads of a release or of this project that have no replicas though no autoscaler took them away. */
export const switchedOff: Diagnoser = (examination) =>
  examination.live.controllers
    .filter(({ wanted, deleting, owner }) => wanted === 0 && deleting === undefined && !owner)
    .filter(
      ({ annotations, labels }) =>
        annotations[RELEASE] !== undefined || labels[MANAGED_BY] === "fluxibri-core",
    )
    .filter((workload) => !isScaled(workload, examination))
    .map((workload) => toDiagnosis(workload, examination));

/** Deployments whose rollouts are held: no change of their template arrives. */
export const pausedRollouts: Diagnoser = (examination) =>
  examination.live.controllers
    .filter(({ kind, paused, deleting }) => kind === "Deployment" && paused && !deleting)
    .map((workload) =>
      diagnosis(workload, {
        id: "rollout-paused",
        cause:
          "its rollouts are paused by hand: no change of its pods arrives, a new image neither",
        fix: "let it go on when the reason is gone",
        command: kubectl(
          examination,
          workload.namespace,
          ...["rollout", "resume", asArgument(workload)],
        ),
      }),
    );

function isScaled({ kind, namespace, name }: Controller, { live }: Examination): boolean {
  return live.scalers.some(
    ({ target }) => target?.kind === kind && target.namespace === namespace && target.name === name,
  );
}

/** By its labels: the names of the release are the user's own. */
export function isKedaOperator({ kind, labels, name }: Controller): boolean {
  return (
    kind === "Deployment" &&
    (labels["app.kubernetes.io/name"] === "keda-operator" ||
      labels["app"] === "keda-operator" ||
      name === "keda-operator")
  );
}

function toDiagnosis(workload: Controller, examination: Examination): Diagnosis {
  const release = workload.annotations[RELEASE];
  return diagnosis(workload, {
    id: "workload-off",
    cause: `has 0 replicas, and no autoscaler is there that would give it some${release === undefined ? "" : ` (Helm release ${release})`}: ${consequence(workload, examination)}`,
    fix: "give it its replicas back; the next apply does so only where the chart or the code writes the number",
    command: kubectl(
      examination,
      workload.namespace,
      ...["scale", asArgument(workload), "--replicas=1"],
    ),
  });
}

function consequence(workload: Controller, { live }: Examination): string {
  if (!isKedaOperator(workload)) return "what it does is not done";
  const scalers = live.scalers.filter(({ kind }) => kind !== "HorizontalPodAutoscaler");
  return `no queue is looked at, and ${scalers.length === 0 ? "nothing" : scalers.map(({ kind, name }) => `${kind} ${name}`).join(", ")} ${scalers.length === 0 ? "is scaled" : "keep the replicas that they have"}, whatever they say of themselves`;
}
