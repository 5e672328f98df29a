import { awsManagedPolicyArn, awsPartition } from "../../../environments/facts/aws-partitions";

test.each([
  ["eu-central-1", "aws"],
  ["us-east-1", "aws"],
  ["us-west-2", "aws"],
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
])("region %s is in partition %s", (region, partition) => {
  expect(awsPartition(region)).toBe(partition);
});

test("policies of AWS are in the partition of the region", () => {
  expect(awsManagedPolicyArn("cn-north-1", "service-role/AmazonEFSCSIDriverPolicy")).toBe(
    "arn:aws-cn:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
  );
});
