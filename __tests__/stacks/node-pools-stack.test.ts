import { readFileSync } from "node:fs";
import path from "node:path";
import { Testing } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import { nodeGroups } from "../../environments/nodes/node-groups";
import { poolContract } from "../../environments/nodes/pool-contract";
import { NodePoolsStack, type NodePoolsOutputs } from "../../stacks/node-pools-stack";
import { blocks, specOf, type StackJson } from "../support/synth";

/** This stack alone: what it makes does not depend on the others. */
function build(spec: EnvironmentSpec): { json: StackJson; outputs: NodePoolsOutputs } {
  const app = Testing.app();
  const { node, outputs } = new NodePoolsStack(app, spec);
  app.synth();
  const file = path.join(app.outdir, "stacks", node.id, "cdk.tf.json");
  return { json: JSON.parse(readFileSync(file, "utf8")) as StackJson, outputs };
}

const without = (spec: EnvironmentSpec): EnvironmentSpec => ({
  ...spec,
  switches: {
    ...spec.switches,
    addons: { ...spec.switches.addons, "cluster-autoscaler": false },
  },
});

describe("production", () => {
  const spec = specOf("production");
  const { json, outputs } = build(spec);
  const pools = spec.cluster.kind === "eks" ? spec.cluster.pools : [];
  const groups = blocks(json, "aws_eks_node_group");

  test("talks to AWS alone", () => {
    expect(Object.keys(json.provider ?? {})).toEqual(["aws"]);
  });

  test.each(
    pools.flatMap((pool) => nodeGroups(pool).map((group) => [group.name, group, pool] as const)),
  )(
    "node group %s is of the pool's types and has its part of the pool's size",
    (name, group, pool) => {
      expect(outputs.pools).toContainEqual(poolContract(pool));
      expect(groups).toContainEqual(
        expect.objectContaining({
          node_group_name_prefix: `${name}-`,
          version: "1.35",
          instance_types: pool.instanceTypes,
          scaling_config: { min_size: group.min, max_size: group.max, desired_size: group.desired },
          lifecycle: {
            create_before_destroy: true,
            ignore_changes: ["scaling_config[0].desired_size", "subnet_ids"],
          },
        }),
      );
    },
  );

  test("the node groups of a pool make up its size, one in each of its zones", () => {
    const sizes = groups.map((group) => [group["node_group_name_prefix"], group["scaling_config"]]);
    expect(Object.fromEntries(sizes)).toMatchObject({
      "web-a-": { min_size: 1, max_size: 5, desired_size: 1 },
      "web-b-": { min_size: 1, max_size: 5, desired_size: 1 },
      // What is asked for once is asked for in one zone; each can grow alike.
      "cpu-worker-a-": { min_size: 1, max_size: 8, desired_size: 1 },
      "cpu-worker-b-": { min_size: 0, max_size: 8, desired_size: 1 },
      "cpu-worker-c-": { min_size: 0, max_size: 8, desired_size: 1 },
      "gpu-a-": { min_size: 0, max_size: 2, desired_size: 0 },
      "gpu-b-": { min_size: 0, max_size: 2, desired_size: 0 },
      "gpu-c-": { min_size: 0, max_size: 1, desired_size: 0 },
    });
  });

  test("tags go to the Auto Scaling group of their node group, and to no instance", () => {
    const tags = blocks(json, "aws_autoscaling_group_tag");
    expect(tags.length).toBeGreaterThan(groups.length * 7);
    for (const tag of tags) {
      expect(tag["autoscaling_group_name"]).toMatch(
        /\.resources\[0\]\.autoscaling_groups\[0\]\.name\}$/,
      );
      expect(tag["tag"]).toMatchObject({ propagate_at_launch: false });
    }
  });

  test("GPU pools start from the NVIDIA image, the others from the standard one", () => {
    const images = Object.fromEntries(
      groups.map((group) => [group["node_group_name_prefix"], group["ami_type"]]),
    );
    expect(images).toEqual({
      "web-a-": "AL2023_x86_64_STANDARD",
      "web-b-": "AL2023_x86_64_STANDARD",
      "cpu-worker-a-": "AL2023_x86_64_STANDARD",
      "cpu-worker-b-": "AL2023_x86_64_STANDARD",
      "cpu-worker-c-": "AL2023_x86_64_STANDARD",
      "gpu-a-": "AL2023_x86_64_NVIDIA",
      "gpu-b-": "AL2023_x86_64_NVIDIA",
      "gpu-c-": "AL2023_x86_64_NVIDIA",
      "gpu-mig-a-": "AL2023_x86_64_NVIDIA",
      "gpu-mig-b-": "AL2023_x86_64_NVIDIA",
    });
  });

  test("a node can be asked for credentials with IMDSv2 and from the node itself only", () => {
    const templates = blocks(json, "aws_launch_template");
    expect(templates).toHaveLength(pools.length);
    for (const template of templates) {
      expect(template["metadata_options"]).toEqual({
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
    }
  });

  test("root volumes are encrypted, of the declared size, and tagged like their instances", () => {
    const tags = expect.objectContaining({ project: "montage-ai", environment: "production" });
    expect(blocks(json, "aws_launch_template")).toContainEqual(
      expect.objectContaining({
        name_prefix: "fluxibri-production-gpu-mig-",
        user_data: expect.any(String),
        block_device_mappings: [
          {
            device_name: "/dev/xvda",
            ebs: {
              volume_type: "gp3",
              throughput: 250,
              volume_size: 200,
              encrypted: "true",
              delete_on_termination: "true",
            },
          },
        ],
        tag_specifications: [
          { resource_type: "instance", tags },
          { resource_type: "volume", tags },
        ],
      }),
    );
  });

  test("nodes are on the private subnets of the cluster's own VPC, those of a zone on its own", () => {
    const vpc = {
      name: "vpc-id",
      values: ["${data.aws_eks_cluster.eks-cluster.vpc_config[0].vpc_id}"],
    };
    const zone = (name: string) => ({ name: "availability-zone", values: [name] });
    const found = Object.values(json.data?.["aws_subnets"] ?? {});
    expect(found.map(({ filter }) => filter)).toEqual(
      expect.arrayContaining(["a", "b", "c"].map((letter) => [vpc, zone(`eu-central-1${letter}`)])),
    );
    for (const subnets of found) {
      expect(subnets["tags"]).toEqual({ "kubernetes.io/role/internal-elb": "1" });
    }
    const subnetsOf = (prefix: string) =>
      groups.find((group) => group["node_group_name_prefix"] === prefix)?.["subnet_ids"];
    expect(subnetsOf("web-a-")).toMatch(/eu-central-1a.*\.ids\}$/);
    expect(subnetsOf("gpu-c-")).toMatch(/eu-central-1c.*\.ids\}$/);
  });

  test("a zone without such a subnet ends the plan instead of making the group elsewhere", () => {
    for (const subnets of Object.values(json.data?.["aws_subnets"] ?? {})) {
      expect(subnets["lifecycle"]).toMatchObject({
        postcondition: [{ condition: "${length(self.ids) > 0}" }],
      });
    }
  });

  test("the autoscaler changes only groups that the cluster owns", () => {
    const statements = Object.values(json.data?.["aws_iam_policy_document"] ?? {}).flatMap(
      ({ statement }) => (Array.isArray(statement) ? (statement as unknown[]) : []),
    );
    expect(statements).toContainEqual({
      sid: "ScaleOwnGroups",
      actions: [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
      ],
      resources: ["*"],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:ResourceTag/k8s.io/cluster-autoscaler/fluxibri-production",
          values: ["owned"],
        },
      ],
    });
    const unlimited = statements.flatMap((statement) =>
      JSON.stringify(statement).includes('"condition"')
        ? []
        : (JSON.stringify(statement).match(/"(autoscaling|ec2|eks|iam|s3):[^"]*"/g) ?? []),
    );
    expect(unlimited).toContain('"eks:DescribeNodegroup"');
    expect(unlimited.filter((action) => !/:(Describe|Get)[A-Za-z]+"$/.test(action))).toEqual([]);
  });

  test("the autoscaler gets its role by Pod Identity", () => {
    expect(blocks(json, "aws_eks_pod_identity_association")).toEqual([
      expect.objectContaining({ namespace: "kube-system", service_account: "cluster-autoscaler" }),
    ]);
    expect(JSON.stringify(json.data?.["aws_iam_policy_document"])).toContain(
      '"principals":[{"identifiers":["pods.eks.amazonaws.com"]',
    );
    expect(outputs.autoscalerRoleArn).toBeDefined();
  });

  test("without the autoscaler there is no role for it, but still the agent", () => {
    const off = build(without(spec));
    expect(off.outputs.autoscalerRoleArn).toBeUndefined();
    expect(blocks(off.json, "aws_eks_pod_identity_association")).toEqual([]);
    expect(blocks(off.json, "aws_eks_addon")).toHaveLength(1);
  });

  test("an agent that the cluster already has is left alone", () => {
    const { cluster } = spec;
    if (cluster.kind !== "eks") throw new Error("production is not EKS");
    const { json: other } = build({
      ...spec,
      cluster: { ...cluster, provides: ["pod-identity-agent"] },
    });
    expect(blocks(other, "aws_eks_addon")).toEqual([]);
  });
});

test("a bare kubeconfig cluster is refused", () => {
  expect(() => new NodePoolsStack(Testing.app(), specOf("local"))).toThrow(
    "a kubeconfig cluster has no node pools of ours",
  );
});
