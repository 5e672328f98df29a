import { blocks, specOf } from "../../support/synth";
import { only, storageClass, storageStack } from "../../support/storage";
import { montageAiIn } from "../../support/applications";

describe("EFS", () => {
  const stack = storageStack(specOf("production"));

  it("cannot be destroyed by a plan, is encrypted and backed up", () => {
    expect(only(stack, "aws_efs_file_system")).toMatchObject({
      encrypted: true,
      throughput_mode: "elastic",
      lifecycle: { prevent_destroy: true },
      lifecycle_policy: [
        { transition_to_ia: "AFTER_30_DAYS" },
        { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
      ],
    });
    expect(only(stack, "aws_efs_backup_policy")).toMatchObject({
      backup_policy: { status: "ENABLED" },
    });
  });

  it("admits NFS from the cluster's security group and nothing else", () => {
    expect(only(stack, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      ip_protocol: "tcp",
      from_port: 2049,
      to_port: 2049,
      referenced_security_group_id:
        "${data.aws_eks_cluster.eks-cluster.vpc_config[0].cluster_security_group_id}",
    });
    const group = only(stack, "aws_security_group");
    // EC2 refuses an apostrophe among others, and no plan says so.
    expect(group["description"]).toMatch(/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/);
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
    expect(blocks(stack, "aws_vpc_security_group_egress_rule")).toEqual([]);
  });

  // EC2 answers InvalidGroup.Duplicate to a second group of one name, DependencyViolation to the end of one in use.
  it("can be given another security group while claims are mounted", () => {
    const group = only(stack, "aws_security_group");
    expect(group).not.toHaveProperty("name");
    expect(group).toMatchObject({
      name_prefix: "montage-ai-production-",
      lifecycle: { create_before_destroy: true },
    });
    // Its rule comes with it, and before the mount targets change over.
    expect(only(stack, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      lifecycle: { create_before_destroy: true },
    });
    expect(only(stack, "aws_efs_mount_target")["depends_on"]).toContainEqual(
      expect.stringMatching(/^aws_vpc_security_group_ingress_rule\./),
    );
  });

  it("lets clients in by an access point, with TLS and a mount target, and gives nobody root", () => {
    const document = stack.data?.["aws_iam_policy_document"] ?? {};
    const [[name, policy] = []] = Object.entries(document).filter(([id]) => id.includes("access"));
    const arn = expect.stringMatching(/^\$\{aws_efs_file_system\.\S+\.arn\}$/);
    const everybody = [{ type: "AWS", identifiers: ["*"] }];
    expect(policy).toMatchObject({
      statement: [
        {
          effect: "Allow",
          principals: everybody,
          actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          resources: [arn],
          condition: [
            {
              test: "Bool",
              variable: "elasticfilesystem:AccessedViaMountTarget",
              values: ["true"],
            },
            {
              test: "StringLike",
              variable: "elasticfilesystem:AccessPointArn",
              values: ["arn:aws:elasticfilesystem:eu-central-1:*:access-point/*"],
            },
          ],
        },
        {
          // Whoever has rights by a policy of its own needs TLS as well.
          effect: "Deny",
          principals: everybody,
          actions: ["elasticfilesystem:Client*"],
          resources: [arn],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
    expect(only(stack, "aws_efs_file_system_policy")).toMatchObject({
      file_system_id: expect.stringMatching(/^\$\{aws_efs_file_system\./),
      policy: `\${data.aws_iam_policy_document.${name}.json}`,
    });
    // Before it every client that reaches a mount target may do everything.
    expect(only(stack, "aws_efs_mount_target")["depends_on"]).toContainEqual(
      expect.stringMatching(/^aws_efs_file_system_policy\./),
    );
  });

  // The other calls of EFS would be denied as well: backups, and the next PutFileSystemPolicy.
  it("denies nothing but mounts, so that no policy locks out what mends it", () => {
    expect(JSON.stringify(stack.data?.["aws_iam_policy_document"])).not.toContain(
      "elasticfilesystem:*",
    );
  });

  it("has one mount target per zone, because EFS refuses a second one", () => {
    const target = only(stack, "aws_efs_mount_target");
    expect(target["subnet_id"]).toBe("${each.value}");
    expect(target["for_each"]).toMatch(
      /^\$\{\{ for zone, ids in \{ for id, subnet in data\.aws_subnet\.\S+ : subnet\.availability_zone => id\.\.\. \} : zone => sort\(ids\)\[0\] \}\}$/,
    );
    const [subnets] = Object.values(stack.data?.["aws_subnets"] ?? {});
    expect(subnets).toMatchObject({
      filter: [
        { name: "vpc-id", values: ["${data.aws_eks_cluster.eks-cluster.vpc_config[0].vpc_id}"] },
      ],
      tags: { "kubernetes.io/role/internal-elb": "1" },
    });
  });

  it("makes every file belong to the pods' user and keeps it when a claim goes", () => {
    const { user } = montageAiIn(specOf("production"));
    expect(storageClass(stack)).toMatchObject({
      storage_provisioner: "efs.csi.aws.com",
      reclaim_policy: "Retain",
      mount_options: ["tls"],
      parameters: {
        provisioningMode: "efs-ap",
        uid: String(user.uid),
        gid: String(user.gid),
        directoryPerms: "0770",
      },
    });
  });

  it("gives a claim the directory of its name, escaped for Terraform", () => {
    expect(storageClass(stack)["parameters"]).toMatchObject({
      subPathPattern: "$${.PVC.namespace}/$${.PVC.name}",
      ensureUniqueDirectory: "false",
    });
  });

  it("installs the driver with a role of its own before the class", () => {
    expect(only(stack, "aws_eks_addon")).toMatchObject({
      addon_name: "aws-efs-csi-driver",
      addon_version: "v3.1.0-eksbuild.1",
    });
    const association = only(stack, "aws_eks_pod_identity_association");
    expect(association).toMatchObject({
      namespace: "kube-system",
      service_account: "efs-csi-controller-sa",
    });
    expect(only(stack, "aws_iam_role_policy_attachment")).toMatchObject({
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
    });
    expect(only(stack, "aws_eks_addon")["depends_on"]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_eks_pod_identity_association\./),
        expect.stringMatching(/^aws_iam_role_policy_attachment\./),
      ]),
    );
    expect(only(stack, "aws_eks_addon")).not.toHaveProperty("pod_identity_association");
    expect(storageClass(stack)["depends_on"]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_eks_addon\./),
        expect.stringMatching(/^aws_efs_mount_target\./),
      ]),
    );
  });

  it("leaves the driver to a cluster that brings it", () => {
    const spec = specOf("production");
    if (spec.cluster.kind !== "eks") throw new Error("production is EKS");
    const stack = storageStack({
      ...spec,
      cluster: { ...spec.cluster, provides: ["efs-csi-driver"] },
    });
    expect(blocks(stack, "aws_eks_addon")).toEqual([]);
    expect(blocks(stack, "aws_iam_role")).toEqual([]);
  });

  it("loads no helm provider", () => {
    expect(Object.keys(stack.provider ?? {}).sort()).toEqual(["aws", "kubernetes"]);
  });
});
