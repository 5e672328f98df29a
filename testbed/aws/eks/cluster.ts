import { ACCOUNT, REGION } from "../moto-client";

export interface ClusterProps {
  readonly name: string;
  readonly version: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly clusterSecurityGroupId: string;
}

/** The existing cluster: https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html */
export function clusterDocument(props: ClusterProps) {
  return {
    cluster: {
      name: props.name,
      arn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${props.name}`,
      createdAt: 1_767_225_600,
      version: props.version,
      status: "ACTIVE",
      endpoint: "https://127.0.0.1:1",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${props.name}-control-plane`,
      certificateAuthority: { data: "" },
      platformVersion: "eks.1",
      resourcesVpcConfig: {
        vpcId: props.vpcId,
        subnetIds: props.subnetIds,
        securityGroupIds: [],
        clusterSecurityGroupId: props.clusterSecurityGroupId,
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
      },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "10.100.0.0/16", ipFamily: "ipv4" },
      accessConfig: { authenticationMode: "API" },
      identity: { oidc: { issuer: `https://oidc.eks.${REGION}.amazonaws.com/id/STANDIN` } },
      logging: { clusterLogging: [] },
      tags: {},
    },
  };
}
