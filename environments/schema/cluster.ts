import { z } from "zod";
import { EBS_GP3 } from "../facts/ebs-gp3";
import { NODE_ROLES } from "../labels";
import { capacityType } from "./capacity";
import { dnsLabel, labelKey, labelValue, positive, taint } from "./common";
import { machineGpu, poolGpu } from "./gpu";
import { kubeProxy } from "./kube-proxy";

/** Things that the cluster already has, so that the platform must not install them again. */
const PROVIDED = [
  "metrics-server",
  "pod-identity-agent",
  "efs-csi-driver",
  "nvidia-device-plugin",
  "amd-device-plugin",
] as const;

const provides = z.array(z.enum(PROVIDED));
const minorVersion = z.string().regex(/^1\.[0-9]{2}$/, 'must be a minor version, e.g. "1.35"');
const roles = z.array(z.enum(NODE_ROLES)).min(1);
const architecture = z.enum(["amd64", "arm64"]);

/** Zone of an AWS region, e.g. `eu-central-1a`. */
const zone = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9][a-z]$/, 'must be a zone, e.g. "eu-central-1a"');

/** Where a pool's nodes are. */
const zones = z.discriminatedUnion("groups", [
  /** One node group over these zones: AWS chooses one for each node. */
  z.strictObject({ groups: z.literal("one"), names: z.array(zone).min(1) }),
  /** A node group in each zone, which share min, max and desired: for pods that are bound to a zone. */
  z.strictObject({ groups: z.literal("per-zone"), names: z.array(zone).min(2) }),
]);

/** An EKS managed node group, or one that the testbed simulates. Labels, taints and the autoscaler contract derive from it. */
const nodePool = z.strictObject({
  /** At most 36 characters: EKS gets it as a prefix of at most 37, with a hyphen. */
  name: dnsLabel.max(36),
  roles,
  architecture,
  /** EC2 instance types, most wanted first; all of one size, so that the template is right. */
  instanceTypes: z
    .array(
      z.string().regex(/^[a-z0-9-]+\.[a-z0-9]+$/, 'must be an instance type, e.g. "m7i.2xlarge"'),
    )
    .min(1),
  capacityType,
  min: z.int().min(0),
  max: positive,
  /** Size at creation; afterwards the cluster autoscaler owns it. */
  desired: z.int().min(0),
  /** Root volume, GiB. */
  diskGiB: z.int().min(20),
  /** Operations a second of the root volume. Absent: 3,000, which a gp3 volume has anyway. */
  diskIops: z.int().min(EBS_GP3.iops.min).max(EBS_GP3.iops.max).optional(),
  /** Throughput of the root volume, MiB/s. Absent: 125, which a gp3 volume has anyway. */
  diskThroughputMiB: z
    .int()
    .min(EBS_GP3.throughputMiB.min)
    .max(EBS_GP3.throughputMiB.max)
    .optional(),
  labels: z.record(labelKey, labelValue),
  taints: z.array(taint),
  /** Absent: one node group over the zones of all private subnets. */
  zones: zones.optional(),
  /** Absent: the instances have no GPU. */
  gpu: poolGpu.optional(),
  /** What runs there that this data does not know. Absent: nothing; a pool that none of its workloads can use is refused. */
  usedBy: z.string().min(1).optional(),
});
export type NodePool = z.output<typeof nodePool>;

/** A machine of a k3s cluster; it exists, this project labels and taints it. */
export const machine = z.strictObject({
  name: dnsLabel,
  roles,
  architecture,
  /** What the node reports as its capacity (`kubectl describe node`). */
  size: z.strictObject({
    vcpu: positive,
    /** Less than what is built in: kernel and firmware keep some. */
    memoryGiB: z.number().positive(),
    /** File system of kubelet and images. */
    diskGiB: positive,
    /** Pods at most; absent: k3s' default of 110. */
    pods: positive.optional(),
  }),
  /** Holds the in-cluster registry's volume. */
  registryHost: z.boolean(),
  gpu: machineGpu.optional(),
  labels: z.record(labelKey, labelValue),
  taints: z.array(taint),
});
export type Machine = z.output<typeof machine>;

/** https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html */
const awsTagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!aws:)/i, "must not begin with aws:, which is AWS' own");

const eks = z.strictObject({
  kind: z.literal("eks"),
  /** Name of the existing cluster. EKS allows 100 characters, but IAM roles are named after it with up to 19 more, and have 64. */
  name: z
    .string()
    .max(45)
    .regex(/^[0-9A-Za-z][0-9A-Za-z_-]*$/, "must be letters, digits, '-' and '_'"),
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9]$/, 'must be an AWS region, e.g. "eu-central-1"'),
  /** Account that runs must be in; absent: whichever the credentials are of, and a rule warns. */
  accountId: z
    .string()
    .regex(/^[0-9]{12}$/, 'must be the 12 digits of an account, e.g. "111122223333"')
    .optional(),
  kubernetesVersion: minorVersion,
  /** @default iptables, which EKS' add-on names */
  kubeProxy: kubeProxy.optional(),
  provides,
  /** Tags that select the private subnets of the cluster's VPC. */
  privateSubnetTags: z.record(z.string().min(1), z.string()),
  /** Tags put on every AWS resource. */
  tags: z.record(awsTagKey, z.string().max(256)),
  pools: z.array(nodePool).min(1),
});

const k3s = z.strictObject({
  kind: z.literal("k3s"),
  kubernetesVersion: minorVersion,
  /** @default iptables, which k3s names */
  kubeProxy: kubeProxy.optional(),
  /** Path of the kubeconfig on the machine or agent that runs Terraform. */
  kubeconfigPath: z.string().min(1),
  context: z.string().min(1),
  provides,
  machines: z.array(machine).min(1),
});

const kubeconfig = z.strictObject({
  kind: z.literal("kubeconfig"),
  kubernetesVersion: minorVersion,
  /** @default kube-proxy's own: iptables, from Kubernetes 1.40 on nftables, as 1.37 announces */
  kubeProxy: kubeProxy.optional(),
  /** KUBECONFIG overrides it; a list of paths is allowed there. */
  kubeconfigPaths: z.array(z.string().min(1)).min(1),
  /** KUBE_CONTEXT overrides it; absent: the kubeconfig's current context. */
  context: z.string().min(1).optional(),
  provides,
  /** Nodes that the embedded testbed simulates; a real cluster has its own. */
  testbed: z.strictObject({ pools: z.array(nodePool).min(1) }),
});

/** How to reach the cluster and what is known of its nodes. */
export const cluster = z.discriminatedUnion("kind", [eks, k3s, kubeconfig]);
export type ClusterSpec = z.output<typeof cluster>;
export type EksCluster = z.output<typeof eks>;
export type K3sCluster = z.output<typeof k3s>;
