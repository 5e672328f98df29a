import { type MotoClient, REGION, requiredText } from "./moto-client";

/** A subnet of the VPC. */
export interface Subnet {
  readonly id: string;
  readonly zone: string;
}

/** The network that production takes for granted. */
export interface Network {
  readonly vpcId: string;
  /** In the order a, b, c, c: two of them are in one zone. */
  readonly privateSubnets: readonly Subnet[];
  readonly publicSubnet: Subnet;
  readonly clusterSecurityGroupId: string;
}

/** Makes what production's data expects of the account: a VPC, private subnets with tags, a public one. */
export async function seedNetwork(
  moto: MotoClient,
  privateTags: Readonly<Record<string, string>>,
): Promise<Network> {
  const vpcId = requiredText(
    await moto.query("ec2", "CreateVpc", { CidrBlock: "10.64.0.0/16" }),
    "vpcId",
  );
  const privateSubnets: Subnet[] = [];
  for (const [index, letter] of ["a", "b", "c", "c"].entries()) {
    privateSubnets.push(
      await addSubnet(moto, vpcId, {
        zone: `${REGION}${letter}`,
        cidr: `10.64.${index}.0/24`,
        tags: privateTags,
      }),
    );
  }
  const publicSubnet = await addSubnet(moto, vpcId, {
    zone: `${REGION}a`,
    cidr: "10.64.100.0/24",
    tags: { "kubernetes.io/role/elb": "1" },
  });
  const group = await moto.query("ec2", "CreateSecurityGroup", {
    GroupName: "cluster",
    GroupDescription: "security group that EKS gives the cluster and its nodes",
    VpcId: vpcId,
  });
  return {
    vpcId,
    privateSubnets,
    publicSubnet,
    clusterSecurityGroupId: requiredText(group, "groupId"),
  };
}

/** A subnet to be made. */
export interface NewSubnet {
  readonly zone: string;
  readonly cidr: string;
  readonly tags: Readonly<Record<string, string>>;
}

export async function addSubnet(
  moto: MotoClient,
  vpcId: string,
  { zone, cidr, tags }: NewSubnet,
): Promise<Subnet> {
  const xml = await moto.query("ec2", "CreateSubnet", {
    VpcId: vpcId,
    CidrBlock: cidr,
    AvailabilityZone: zone,
  });
  const id = requiredText(xml, "subnetId");
  await tagSubnet(moto, id, tags);
  return { id, zone };
}

export async function tagSubnet(
  moto: MotoClient,
  id: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await moto.query("ec2", "CreateTags", { "ResourceId.1": id, ...tagParameters(tags) });
}

export async function untagSubnet(
  moto: MotoClient,
  id: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await moto.query("ec2", "DeleteTags", { "ResourceId.1": id, ...tagParameters(tags) });
}

function tagParameters(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      [`Tag.${index + 1}.Value`, value],
    ]),
  );
}
