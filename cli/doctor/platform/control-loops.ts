import type { Controller } from "../../../inventory/live";
import { describe } from "../../../inventory/model";
import { age, type Diagnoser, diagnosis, type Examination, isSame, kubectl } from "../examination";

/** The parts of the control plane that hold a Lease while several of them may run. */
const PARTS = {
  "kube-controller-manager":
    "Deployments do not roll out, deleted pods are not replaced, HPAs do not scale",
  "kube-scheduler": "no new pod gets a node",
} as const;
/** https://github.com/kedacore/keda/blob/v2.20.2/cmd/operator/main.go; in the namespace of the release. */
const KEDA = "operator.keda.sh";
/** A Lease that nobody renews any more, because elections were switched off, is no finding. */
const FORGOTTEN_MS = 24 * 60 * 60_000;
/** Renewed every 2 s, lost after 15: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/ */
const STALE_MS = 60_000;

/**
 * Control loops that stand still: by their Lease, and by objects that stayed
 * behind their spec between two looks.
 */
export const controlLoops: Diagnoser = (examination) => {
  const stale = staleLeases(examination);
  const told = stale.some(({ object }) => object === "Lease kube-system/kube-controller-manager");
  return [...stale, ...kedaStale(examination), ...(told ? [] : behind(examination))];
};

function staleLeases(examination: Examination) {
  const { live } = examination;
  const now = clusterClock(examination);
  return live.leases
    .filter(({ namespace }) => namespace === "kube-system")
    .flatMap((lease) => {
      const { name, renewed } = lease;
      const part = Object.entries(PARTS).find(([each]) => each === name);
      if (part === undefined || renewed === undefined) return [];
      const silent = now - renewed;
      if (silent < STALE_MS || silent > FORGOTTEN_MS) return [];
      return [
        diagnosis(lease, {
          id: "control-loop-stopped",
          cause: `${name} has not said for ${age(now, renewed)} that it is at work: ${part[1]}`,
          fix: `bring ${name} back (on k3s it is part of the server: restart k3s; on EKS it is AWS')`,
          command: kubectl(examination, "kube-system", "get", "lease", name, "-o", "yaml"),
        }),
      ];
    });
}

/**
 * The operator of KEDA alone writes what a ScaledObject says of itself: Ready=True of
 * one that does not act any more is as old as its last renewal.
 */
function kedaStale(examination: Examination) {
  const { live } = examination;
  const now = clusterClock(examination);
  return live.leases
    .filter(({ name }) => name === KEDA)
    .flatMap((lease) => {
      const { renewed, namespace } = lease;
      if (renewed === undefined || now - renewed < STALE_MS || now - renewed > FORGOTTEN_MS)
        return [];
      const scalers = live.scalers.filter(({ kind }) => kind !== "HorizontalPodAutoscaler");
      return [
        diagnosis(lease, {
          id: "control-loop-stopped",
          cause: `KEDA's operator has not said for ${age(now, renewed)} that it is at work: no queue is looked at, and what ${scalers.map(({ kind, name }) => `${kind} ${name}`).join(", ") || "ScaledObjects"} say of themselves is as old`,
          evidence: examination.queueLengths
            .filter(({ value }) => value > 0)
            .map(({ metric, value }) => `metric ${metric}: ${value} now`),
          fix: "see what its pod says; deleted, it comes anew",
          command: kubectl(examination, namespace, "get", "lease,pods"),
        }),
      ];
    });
}

/**
 * When an API server renewed its own last, each 10 s: this machine's clock may be ahead of the cluster's.
 * https://kubernetes.io/docs/concepts/architecture/leases/#api-server-identity
 */
function clusterClock({ live, now }: Examination): number {
  const servers = live.leases.flatMap(({ namespace, name, renewed }) =>
    namespace === "kube-system" && name.startsWith("apiserver-") && renewed !== undefined
      ? [renewed]
      : [],
  );
  return servers.length === 0 ? now : Math.min(now, Math.max(...servers));
}

function behind(examination: Examination) {
  const { stillBehind } = examination;
  const [first] = stillBehind;
  if (first === undefined) return [];
  const names = stillBehind.map(({ object, how }) => `${describe(object)} (${how})`);
  const lease = { kind: "Lease", namespace: "kube-system", name: "kube-controller-manager" };
  return [
    diagnosis(lease, {
      id: "control-loop-stopped",
      cause: `kube-controller-manager does not act: ${names.slice(0, 3).join("; ")}${names.length > 3 ? `; and ${names.length - 3} more` : ""}`,
      evidence: names.slice(0, 3),
      fix: "bring kube-controller-manager back (on k3s it is part of the server: restart k3s; on EKS it is AWS')",
      command: kubectl(examination, "kube-system", "get", "lease,pods"),
    }),
  ];
}

/** Kinds whose generation is counted, and whose controller writes down what it has seen. */
const OBSERVED = /^(Deployment|ReplicaSet|StatefulSet|DaemonSet)$/;

/** How an object's controller is behind; undefined: it is not. For a moment after each change all are. */
export function howBehind(
  controller: Controller,
  pods: readonly { readonly owner: Examination["live"]["pods"][number]["owner"] }[],
): string | undefined {
  const { kind, generation, observed = 0, deleting, current } = controller;
  if (!OBSERVED.test(kind) || deleting !== undefined) return undefined;
  if (generation !== undefined && observed < generation) {
    return `change ${generation} of its spec has not been looked at`;
  }
  if (!/^(ReplicaSet|StatefulSet)$/.test(kind)) return undefined;
  const there = pods.filter(({ owner }) => owner !== undefined && isSame(owner, controller)).length;
  return there < current ? `its status counts ${current} pods, and ${there} are there` : undefined;
}
