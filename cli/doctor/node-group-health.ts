import type { EksCluster } from "../../environments/schema";
import { type Diagnosis, diagnosis, oneLine } from "./examination";
import type { HealthIssue, LiveGroup } from "./live-node-groups";

const UNWELL: readonly string[] = ["CREATE_FAILED", "DELETE_FAILED", "DEGRADED"];
/** Ids that a line has room for. */
const MOST_IDS = 3;

/** Codes of the API reference: https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html */
const FIXES: Readonly<Record<string, string>> = {
  AccessDenied:
    "the nodes' role is not let into the cluster: it needs an access entry of type EC2_LINUX (aws eks list-access-entries)",
  AsgInstanceLaunchFailures:
    "EC2 does not start the instances: the activities of the Auto Scaling group say why (quota: docs/quotas.md; no capacity: other types or zones)",
  AutoScalingGroupNotFound: "its Auto Scaling group was deleted by hand: replace the node group",
  Ec2LaunchTemplateNotFound: "its launch template was deleted by hand: replace the node group",
  Ec2SubnetNotFound: "a subnet of the group was deleted: replace the node group",
  IamNodeRoleNotFound:
    "the nodes' role was deleted or made again: deploy node-pools, then replace the node group",
  InsufficientFreeAddresses: "its subnets have no free addresses: other subnets, or fewer nodes",
  InstanceLimitExceeded: "the account may not start more instances: docs/quotas.md",
  NodeCreationFailure:
    "instances start and do not join: the node's journal says why (Session Manager: journalctl -u nodeadm-run, -u partition-gpus on MIG pools); routes and endpoints of the private subnets",
};

/** What EKS says is wrong with a group. */
export function nodeGroupHealth(group: LiveGroup, cluster: EksCluster): readonly Diagnosis[] {
  const { name, status, issues } = group;
  if (!UNWELL.includes(status) && issues.length === 0) return [];
  const codes = issues.map(({ code }) => code);
  const known = codes.flatMap((code) => FIXES[code] ?? []);
  return [
    diagnosis(
      { kind: "NodeGroup", namespace: undefined, name },
      {
        id: "node-group-unhealthy",
        cause: `EKS says ${status}${issues.length === 0 ? ", and not why" : `: ${issues.map(described).join("; ")}`}`,
        fix: [
          ...new Set(known),
          ...(status === "CREATE_FAILED"
            ? ["then deploy again: a group that the state knows as failed is replaced"]
            : []),
          ...(known.length === 0 && status !== "CREATE_FAILED"
            ? ["look at the group's health, and at its nodes"]
            : []),
        ].join("; "),
        command: commandOf(group, cluster, codes),
      },
    ),
  ];
}

function described({ code, message, resourceIds }: HealthIssue): string {
  const more = resourceIds.length - MOST_IDS;
  const ids = [...resourceIds.slice(0, MOST_IDS), ...(more > 0 ? [`${more} more`] : [])];
  return `${code}: ${oneLine(message)}${ids.length === 0 ? "" : ` (${ids.join(", ")})`}`;
}

function commandOf(
  { name, autoScalingGroup }: LiveGroup,
  cluster: EksCluster,
  codes: readonly string[],
): string {
  return codes.includes("AsgInstanceLaunchFailures") && autoScalingGroup !== undefined
    ? `aws autoscaling describe-scaling-activities --auto-scaling-group-name ${autoScalingGroup} --max-items 5 --region ${cluster.region}`
    : `aws eks describe-nodegroup --cluster-name ${cluster.name} --nodegroup-name ${name} --region ${cluster.region} --query nodegroup.health`;
}
