import { awsPartition } from "../../environments/facts/aws-partitions";
import type { EksCluster } from "../../environments/schema";
import { isObject } from "../../inventory/json";

/** What the policies of an environment are limited to. */
export interface PolicyContext {
  readonly partition: string;
  readonly region: string;
  /** Account; `*` while the data names none. */
  readonly account: string;
  readonly cluster: string;
  /** A tag that all resources of the environment carry; undefined: they carry none. */
  readonly tag: readonly [key: string, value: string] | undefined;
  /** Names of the roles that it makes. */
  readonly roles: readonly string[];
  readonly nodeRoles: readonly string[];
  readonly podRoles: readonly string[];
  /** Managed policies that it attaches to them. */
  readonly policyArns: readonly string[];
  /** Whether a pool may be of Spot instances. */
  readonly spot: boolean;
}

type Blocks = readonly (readonly [id: string, block: Readonly<Record<string, unknown>>])[];

/** Reads an environment's synthesized stacks for what belongs to it. */
export function policyContext(cluster: EksCluster, stacks: readonly unknown[]): PolicyContext {
  const blocks = (type: string) => stacks.flatMap((json) => blocksOf(json, type));
  const roles = blocks("aws_iam_role");
  const named = (type: string, attribute: string) =>
    roles
      .filter(([id]) =>
        blocks(type).some(([, block]) => block[attribute] === `\${aws_iam_role.${id}.arn}`),
      )
      .map(([, { name }]) => String(name));
  const { tags } = cluster;
  const tag =
    Object.entries(tags).find(([key]) => key === "environment") ?? Object.entries(tags)[0];
  return {
    partition: awsPartition(cluster.region),
    region: cluster.region,
    account: cluster.accountId ?? "*",
    cluster: cluster.name,
    tag,
    roles: roles.map(([, { name }]) => String(name)).sort(),
    nodeRoles: named("aws_eks_node_group", "node_role_arn").sort(),
    podRoles: named("aws_eks_pod_identity_association", "role_arn").sort(),
    policyArns: [
      ...new Set(
        blocks("aws_iam_role_policy_attachment").map(([, block]) => String(block["policy_arn"])),
      ),
    ].sort(),
    spot: cluster.pools.some(({ capacityType }) => capacityType === "spot"),
  };
}

/** Terraform types of AWS in synthesized stacks, as `AWS_ACTIONS` names them. */
export function awsTypes(stacks: readonly unknown[]): readonly string[] {
  const kinds = { resource: "", data: "data.", ephemeral: "ephemeral." } as const;
  const types = stacks.flatMap((json) =>
    Object.entries(kinds).flatMap(([kind, prefix]) => {
      const found = isObject(json) ? json[kind] : undefined;
      return isObject(found) ? Object.keys(found).map((type) => `${prefix}${type}`) : [];
    }),
  );
  return [...new Set(types)].filter((type) => /^(data\.|ephemeral\.)?aws_/.test(type)).sort();
}

function blocksOf(json: unknown, type: string): Blocks {
  const resources = isObject(json) ? json["resource"] : undefined;
  const found = isObject(resources) ? resources[type] : undefined;
  return isObject(found)
    ? Object.entries(found).flatMap(([id, block]) =>
        isObject(block) ? [[id, block] as const] : [],
      )
    : [];
}
