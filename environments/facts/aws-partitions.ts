/**
 * Partitions of AWS, whose ARNs do not begin with `arn:aws:`, by their regions.
 * The services that roles here trust have one name in all of them.
 *
 * Sources: botocore 1.43.11, data/partitions.json (regionRegex);
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/meta/service_principal_data_source.go
 */
const PARTITIONS: readonly (readonly [regions: RegExp, partition: string])[] = [
  [/^cn-/, "aws-cn"],
  [/^us-gov-/, "aws-us-gov"],
  [/^eusc-/, "aws-eusc"],
  [/^us-iso-/, "aws-iso"],
  [/^us-isob-/, "aws-iso-b"],
  [/^eu-isoe-/, "aws-iso-e"],
  [/^us-isof-/, "aws-iso-f"],
];

/** Partition of a region: the second part of every ARN in it. */
export function awsPartition(region: string): string {
  return PARTITIONS.find(([regions]) => regions.test(region))?.[1] ?? "aws";
}

/** ARN of a policy that AWS manages, e.g. `AmazonEKS_CNI_Policy`, in the partition of a region. */
export function awsManagedPolicyArn(region: string, policy: string): string {
  return `arn:${awsPartition(region)}:iam::aws:policy/${policy}`;
}
