import { applicationIn } from "../../environments/applications";
import type { EnvironmentSpec } from "../../environments/schema";
import { groupBy } from "../../inventory/group-by";
import { indexOf } from "../../inventory/inventory-index";
import type { Inventory, Workload } from "../../inventory/model";
import {
  POD_SECURITY_LEVELS,
  type PodSecurityLevel,
  type Violation,
  violationsOf,
} from "./pod-security-standards";
import { type Finding, findingAt, type Rule } from "../engine/rule";

const id = "pod-hardening";

export const podHardening: Rule = {
  id,
  title: "Pods have no privilege that they do not need",
  why: "An application opens files from anywhere: what a crafted one takes over should be neither root, nor able to become it, nor near the node. And a namespace's pod security label refuses pods that break its level: the Deployment is accepted, its pods never appear, and only the ReplicaSet's events say why.",
  severity:
    "error where the namespace's `pod-security.kubernetes.io/enforce` label refuses the pods, and for the pods of an environment of ours; warning otherwise, and for a token of the default service account. Node agents (DaemonSets for networks, storage, devices, logs and metrics) may reach into the node",
  remedy:
    "Set the pod's `securityContext` to `runAsNonRoot`, a user of the image and `seccompProfile: RuntimeDefault`, each container's to `allowPrivilegeEscalation: false` and `capabilities: { drop: [ALL] }`. What needs the node belongs into a namespace with a level of its own.",
  check: (inventory, spec) =>
    inventory.workloads.flatMap((workload) => checkWorkload(workload, inventory, spec)),
};

const CAN_DO_TOO_MUCH = "can do too much";

function checkWorkload(
  workload: Workload,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const violations = violationsOf(workload.pod);
  const enforced = enforcedLevel(workload, inventory);
  const refused = violations.filter(({ level }) => isRefused(level, enforced));
  const open = violations
    .filter((violation) => !refused.includes(violation))
    .filter((violation) => !isLet(violation, workload));
  const ours = spec !== undefined && isOurs(workload, spec);
  // What others run in the same cluster is theirs to harden.
  const judged = spec === undefined || ours;
  const warnings = [...(ours ? [] : open), ...defaultToken(workload, inventory)];
  return [
    ...report(
      workload,
      "error",
      `namespace ${workload.namespace} enforces ${enforced ?? ""} and refuses its pods`,
      refused,
    ),
    ...report(workload, "error", CAN_DO_TOO_MUCH, ours ? open : []),
    ...report(workload, "warning", CAN_DO_TOO_MUCH, judged ? warnings : []),
  ];
}

function enforcedLevel(
  { namespace }: Workload,
  inventory: Inventory,
): PodSecurityLevel | undefined {
  const { labels = {} } =
    indexOf(inventory).namespaces.find({ kind: "Namespace", name: namespace }) ?? {};
  return POD_SECURITY_LEVELS.find(
    (level) => level === labels["pod-security.kubernetes.io/enforce"],
  );
}

/** Restricted refuses what baseline refuses, and more. */
function isRefused(level: PodSecurityLevel, enforced: PodSecurityLevel | undefined): boolean {
  return enforced !== undefined && (enforced === "restricted" || level === "baseline");
}

/** Names of DaemonSets, and of their images, that have to reach into the node. */
const NODE_AGENT =
  /csi|cni|calico|cilium|flannel|weave|antrea|multus|kube-router|ovn|kube-proxy|aws-node|metallb|svclb|node-exporter|device-plugin|gpu|rocm|fluent|promtail|alloy|vector|filebeat|logging|datadog|falco|node-problem|node-local-dns|multipath|longhorn|ceph|rook|nfs/i;

/** What the standards refuse but is fine without a label: a user other than root, and agents of the node. */
function isLet({ says, ofNode }: Violation, { kind, name, pod }: Workload): boolean {
  const agent =
    kind === "DaemonSet" && [name, ...pod.containers.map(({ image }) => image)].some(isNodeAgent);
  if (agent) return ofNode || !pod.containers.some(({ security }) => !security.privileged);
  return (
    says === "may run as root" &&
    pod.containers.every(
      ({ security: { runAsNonRoot, runAsUser = 0 } }) =>
        runAsUser > 0 || (runAsNonRoot === true && runAsUser !== 0),
    )
  );
}

function isNodeAgent(name: string): boolean {
  return NODE_AGENT.test(name);
}

/** In a cluster, Jobs and Pods without an owner were submitted by the app, which does not harden them. */
function isOurs({ namespace, kind, place }: Workload, spec: EnvironmentSpec): boolean {
  const submitted = place.kind === "cluster" && (kind === "Job" || kind === "Pod");
  const ours =
    applicationIn(spec, namespace) !== undefined || namespace === spec.registry?.namespace;
  return ours && !submitted;
}

/** What a finding needs of a violation. */
type Shortfall = Pick<Violation, "containers" | "says" | "fix" | "of">;

/** The default account has no role of its own: a token of it is of use to intruders only. */
function defaultToken({ namespace, pod }: Workload, inventory: Inventory): readonly Shortfall[] {
  const account = indexOf(inventory).serviceAccounts.find({
    kind: "ServiceAccount",
    namespace,
    name: "default",
  });
  const mounted = pod.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
  const whole = pod.containers.every(({ image }) => image !== "");
  if (pod.serviceAccount !== "default" || !mounted || !whole) return [];
  return [
    {
      containers: undefined,
      says: "mounts a token of the default service account",
      fix: "automountServiceAccountToken: false in the pod's spec",
    },
  ];
}

/** One finding for all violations, those of the same containers together. */
function report(
  workload: Workload,
  severity: Finding["severity"],
  lead: string,
  violations: readonly Shortfall[],
): readonly Finding[] {
  if (violations.length === 0) return [];
  const groups = [...groupBy(violations, ({ containers }) => containers?.join(", "))];
  const said = groups.map(([containers, group]) => {
    const all = group.map(({ says }) => says).join(", ");
    return containers === undefined ? all : `${containers} (${all})`;
  });
  return [
    findingAt(workload, {
      rule: id,
      severity,
      message: `${lead}: ${said.join("; ")}`,
      fix: fixOf(violations),
    }),
  ];
}

/** What belongs into one securityContext in one piece, to be pasted. */
function fixOf(violations: readonly Shortfall[]): string {
  return [...groupBy(violations, ({ of }) => of)]
    .map(([of, group]) => {
      const fixes = [...new Set(group.map(({ fix }) => fix))];
      return of === undefined
        ? fixes.join("; ")
        : `securityContext: { ${fixes.join(", ")} } in ${of}`;
    })
    .join("; ");
}
