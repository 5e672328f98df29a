import type { LiveNode } from "../../../inventory/live";
import type { Container, ObjectName, Workload } from "../../../inventory/model";
import { type Diagnoser, type Diagnosis, diagnosis, type Examination } from "../examination";
import { k3sAnnotation, k3sWords } from "../../../inventory/k3s-arguments";

/** Network plugins and agents that enforce policies, by the name of their DaemonSet or a container of it. */
const ENFORCERS =
  /^(cilium|cilium-agent|calico-node|canal|antrea-agent|kube-router|weave-net|ovnkube-node|kube-ovn-cni|kube-network-policies|kindnet|kindnet-cni)$/;
/** The VPC CNI's agent, by its present name and the one of its first releases. */
const VPC_AGENT = /^(aws-eks-nodeagent|aws-network-policy-agent)$/;

/** Who makes network policies true. */
export type Enforcement =
  | { readonly by: "known"; readonly name: string }
  | { readonly by: "nobody"; readonly cause: NobodyCause }
  /** The cluster does not show it. */
  | { readonly by: "unknown" };

type NobodyCause =
  | { readonly kind: "vpc-cni"; readonly object: ObjectName; readonly agent: "none" | "off" }
  | { readonly kind: "k3s"; readonly object: ObjectName };

/**
 * Who enforces network policies, as far as the objects of a cluster show it.
 * `nobody` only where that is sure: a plugin that does it on demand, and was not
 * asked to, with no other one beside it.
 */
export function enforcement({
  inventory,
  live,
  unreadKinds,
}: Pick<Examination, "inventory" | "live" | "unreadKinds">): Enforcement {
  if (unreadKinds.has("DaemonSet") || unreadKinds.has("Node")) return { by: "unknown" };
  const agents = inventory.workloads.filter(({ kind }) => kind === "DaemonSet");
  const enforcer = agents.find(
    ({ name, pod }) =>
      ENFORCERS.test(name) || pod.containers.some((each) => ENFORCERS.test(each.name)),
  );
  if (enforcer !== undefined) return { by: "known", name: enforcer.name };
  const vpc = agents.find(
    ({ name, namespace }) => name === "aws-node" && namespace === "kube-system",
  );
  // On EKS Auto Mode the DaemonSet may be left over, without a node to run on.
  const runs = live.controllers.some(
    ({ kind, name, namespace, desired }) =>
      kind === "DaemonSet" && name === vpc?.name && namespace === vpc.namespace && desired > 0,
  );
  if (vpc !== undefined && runs) return ofVpcCni(vpc);
  return ofK3s(live.nodes);
}

function ofVpcCni(object: Workload): Enforcement {
  const agent = object.pod.containers.find(({ name }) => VPC_AGENT.test(name));
  if (agent === undefined) {
    return { by: "nobody", cause: { kind: "vpc-cni", object, agent: "none" } };
  }
  return isOn(agent)
    ? { by: "known", name: "VPC CNI" }
    : { by: "nobody", cause: { kind: "vpc-cni", object, agent: "off" } };
}

/** Off by default: https://github.com/aws/aws-network-policy-agent#enable-network-policy */
function isOn({ args, command }: Container): boolean {
  return [...command, ...args].some((word) => /^--enable-network-policy(=true)?$/.test(word));
}

/** Its controller is in every k3s process, unless a server was told otherwise; agents follow their server. */
function ofK3s(nodes: readonly LiveNode[]): Enforcement {
  const servers = nodes.flatMap((node) => {
    const words = k3sWords(k3sAnnotation(node));
    return words?.[0] === "server" ? [{ node, words }] : [];
  });
  const [first] = servers;
  if (first === undefined) return { by: "unknown" };
  const off = servers.filter(({ words }) => isOff(words));
  if (off.length === 0) return { by: "known", name: "k3s" };
  // With servers that differ it depends on which of them an agent has asked.
  if (off.length < servers.length) return { by: "unknown" };
  return { by: "nobody", cause: { kind: "k3s", object: first.node } };
}

/** k3s writes `--flag=value` as two words. */
function isOff(words: readonly string[]): boolean {
  return words.some(
    (word, index) => word === "--disable-network-policy" && words[index + 1] !== "false",
  );
}

/** Network policies that are not enforced: with an environment, also before they are there. */
export const networkPolicies: Diagnoser = (examination) => {
  const { inventory, spec } = examination;
  const found = enforcement(examination);
  if (found.by !== "nobody") return [];
  if (inventory.networkPolicies.length === 0 && spec === undefined) return [];
  return [notEnforced(found.cause, examination)];
};

function notEnforced(cause: NobodyCause, { inventory, spec }: Examination): Diagnosis {
  const count = inventory.networkPolicies.length;
  const effect = `${count === 0 ? "this environment's network policies will have" : `${count} network ${count === 1 ? "policy has" : "policies have"}`} no effect: every pod reaches every other, Redis without a password among them`;
  switch (cause.kind) {
    case "vpc-cni":
      return diagnosis(cause.object, {
        id: "policies-not-enforced",
        cause: `${cause.agent === "none" ? "the VPC CNI has no network policy agent (before v1.14, or left out)" : "the VPC CNI's network policy agent is not switched on"}, and no other plugin enforces: ${effect}`,
        fix: "switch it on in the add-on's configuration, beside what stands there (aws eks describe-addon); the VPC CNI of its own Helm chart takes enableNetworkPolicy=true",
        command: switchOn(spec),
      });
    case "k3s":
      return diagnosis(cause.object, {
        id: "policies-not-enforced",
        cause: `k3s runs with --disable-network-policy, and no other plugin enforces: ${effect}`,
        fix: "take disable-network-policy out of /etc/rancher/k3s/config.yaml, or the flag out of the service, on every server; restart k3s there, then k3s-agent on the other nodes",
        command: undefined,
      });
    default:
      return cause satisfies never;
  }
}

function switchOn(spec: Examination["spec"]): string {
  const place =
    spec?.cluster.kind === "eks"
      ? `--region ${spec.cluster.region} --cluster-name ${spec.cluster.name}`
      : '--cluster-name "$CLUSTER"';
  return `aws eks update-addon ${place} --addon-name vpc-cni --resolve-conflicts PRESERVE --configuration-values '{"enableNetworkPolicy":"true"}'`;
}

/** For the summary. */
export function describeEnforcement(examination: Examination): string {
  const count = examination.inventory.networkPolicies.length;
  const found = enforcement(examination);
  switch (found.by) {
    case "known":
      return `${count}, enforced by ${found.name}`;
    case "nobody":
      return `${count}, not enforced`;
    case "unknown":
      return `${count}; whether they are enforced is not known`;
    default:
      return found satisfies never;
  }
}
