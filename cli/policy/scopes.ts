import type { ActionScope } from "../../environments/facts/aws-actions";
import type { PolicyContext } from "./context";

/** What a statement allows its actions on. */
export interface StatementScope {
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** Calls that make a resource with its tags in one: EC2 asks for CreateTags as well. */
const TAGGING_CALLS = [
  "AuthorizeSecurityGroupIngress",
  "CreateLaunchTemplate",
  "CreateSecurityGroup",
  "RunInstances",
];

/** Services that EKS passes the nodes' role to: itself, for the group, and EC2, for its instances. */
const NODE_SERVICES = ["ec2.amazonaws.com", "eks.amazonaws.com"];

/**
 * ARNs and conditions of each scope, as far as AWS lets actions be limited:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export function scopeOf(scope: ActionScope, context: PolicyContext): StatementScope {
  const { partition, region, account, cluster, tag, policyArns } = context;
  const arn = (service: string, rest: string) =>
    `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const roles = (names: readonly string[]) =>
    names.map((name) => `arn:${partition}:iam::${account}:role/${name}`);
  const taggable = [
    arn("ec2", "launch-template/*"),
    arn("ec2", "security-group/*"),
    arn("ec2", "security-group-rule/*"),
    arn("elasticfilesystem", "file-system/*"),
  ];
  const whereTag = (kind: "RequestTag" | "ResourceTag") =>
    tag === undefined ? {} : { Condition: equal(`aws:${kind}/${tag[0]}`, tag[1]) };
  switch (scope) {
    case "own-roles":
      return { Resource: roles(context.roles) };
    case "own-role-policies":
      return {
        Resource: roles(context.roles),
        Condition: { ArnEquals: { "iam:PolicyARN": policyArns } },
      };
    case "pass-node-role":
      return {
        Resource: roles(context.nodeRoles),
        Condition: equal("iam:PassedToService", NODE_SERVICES),
      };
    case "pass-pod-roles":
      return {
        Resource: roles(context.podRoles),
        Condition: equal("iam:PassedToService", "pods.eks.amazonaws.com"),
      };
    case "cluster":
      return {
        Resource: [
          arn("eks", `cluster/${cluster}`),
          ...["addon", "nodegroup", "podidentityassociation"].map((kind) =>
            arn("eks", `${kind}/${cluster}/*`),
          ),
        ],
      };
    case "groups-of-cluster":
      return {
        // EKS names them so: eks-<node group>-<uuid>.
        Resource: arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/eks-*"),
        Condition: equal("aws:ResourceTag/eks:cluster-name", cluster),
      };
    case "launch-from-template":
      return {
        Resource: "*",
        Condition: { ArnLike: { "ec2:LaunchTemplate": arn("ec2", "launch-template/*") } },
      };
    case "tags-at-creation":
      return { Resource: arn("ec2", "*/*"), Condition: equal("ec2:CreateAction", TAGGING_CALLS) };
    case "file-system-tags-at-creation":
      return {
        Resource: arn("elasticfilesystem", "file-system/*"),
        Condition: equal("elasticfilesystem:CreateAction", "CreateFileSystem"),
      };
    case "network-of-file-system":
      return {
        Resource: ["network-interface", "security-group", "subnet"].map((kind) =>
          arn("ec2", `${kind}/*`),
        ),
      };
    case "new-tagged":
      return { Resource: taggable, ...whereTag("RequestTag") };
    case "new-file-system":
      // The action has no resource: a statement with an ARN never allows it.
      return { Resource: "*", ...whereTag("RequestTag") };
    case "tagged":
      return { Resource: taggable, ...whereTag("ResourceTag") };
    case "security-group-in-vpc":
      return { Resource: arn("ec2", "vpc/*") };
    case "security-group-rules":
      // The group that they are in is limited by its tag; a rule that is still to come has none.
      return { Resource: arn("ec2", "security-group-rule/*") };
    default:
      return scope satisfies never;
  }
}

/** The one role that a service makes for itself in the account. */
export function serviceLinkedRole(
  service: string,
  { partition, account }: PolicyContext,
): StatementScope {
  return {
    Resource: `arn:${partition}:iam::${account}:role/aws-service-role/${service}/*`,
    Condition: equal("iam:AWSServiceName", service),
  };
}

function equal(
  key: string,
  value: string | readonly string[],
): NonNullable<StatementScope["Condition"]> {
  return { StringEquals: { [key]: value } };
}
