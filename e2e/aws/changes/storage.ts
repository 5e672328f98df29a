import assert from "node:assert/strict";
import { z } from "zod";
import { EfsByHand } from "../../../testbed/aws/efs-by-hand";
import { bodies, type AwsChange, planned } from "../change";
import type { World } from "../world";

/** Changes of the shared storage. */
export const STORAGE: readonly AwsChange[] = [
  {
    name: "storage-tag",
    title: "the tag of cluster.tags, seen by storage",
    stack: "storage",
    check: ({ plan, refused }) => {
      assert.equal(refused, undefined);
      assert.ok(plan.changes.every(({ action }) => action === "update"));
      return "nothing: tags change in place";
    },
  },
  {
    name: "throughput",
    title: "throughput elastic to bursting",
    stack: "storage",
    edit: (world) => {
      world.storage.throughputMode = "bursting";
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(planned(seen, "aws_efs_file_system", "update").length, 1);
      return "nothing: AWS allows it once in 24 hours";
    },
  },
  {
    name: "infrequent-access",
    title: "infrequent access after 30 to 60 days",
    stack: "storage",
    edit: (world) => {
      world.storage.infrequentAccessAfterDays = 60;
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.ok(seen.sent.some(({ action }) => action === "PutLifecycleConfiguration"));
      return "nothing";
    },
  },
  {
    name: "csi-driver",
    title: "the CSI driver's next version",
    stack: "storage",
    edit: (world) => {
      world.storage.csiAddonVersion = "v3.2.0-eksbuild.1";
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.ok(seen.sent.some(({ action }) => action === "UpdateAddon"));
      return "mounts go on; new ones wait while the driver restarts";
    },
  },
  {
    name: "mount-target-removed",
    title: "somebody deletes the mount target of a zone",
    stack: "storage",
    before: async ({ standIn }) => {
      const efs = new EfsByHand(standIn.moto);
      const [target = ""] = (await efs.mountTargets()).values();
      await efs.removeMountTarget(target);
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_efs_mount_target", "create").length, 1);
      assert.equal(seen.plan.changes.length, 1);
      return "the zone's mounts hang until the target is back";
    },
  },
  mountTargetByHand(),
  {
    name: "policy-by-hand",
    title: "somebody lets every client mount the file system in every way",
    stack: "storage",
    before: async ({ standIn }) => {
      await new EfsByHand(standIn.moto).putPolicy({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "elasticfilesystem:*" }],
      });
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(planned(seen, "aws_efs_file_system_policy", "update").length, 1);
      assert.equal(seen.plan.changes.length, 1);
      const [sent] = bodies(seen, "PutFileSystemPolicy");
      const { Policy, BypassPolicyLockoutSafetyCheck } = policyPut.parse(sent);
      assert.match(Policy, /"elasticfilesystem:AccessPointArn"/);
      assert.match(Policy, /"aws:SecureTransport":"false"/);
      assert.notEqual(BypassPolicyLockoutSafetyCheck, true);
      return "mounts without access point or TLS until then; what is mounted goes on";
    },
  },
  {
    name: "replica",
    title: "the file system becomes the destination of somebody's replication",
    stack: "storage",
    before: ({ standIn }) => {
      standIn.efs.isReplicated = true;
    },
    check: ({ plan, refused }) => {
      assert.equal(refused, undefined);
      assert.deepEqual(plan.changes, []);
      return "nothing: protection against overwriting is not ours to set";
    },
    after: ({ standIn }) => {
      standIn.efs.isReplicated = false;
    },
  },
  {
    name: "security-group-replaced",
    title: "a later version of this project describes the security group otherwise",
    stack: "storage",
    code: (json) => json.replace("EFS mount targets, NFS from", "EFS mount targets: NFS from"),
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(planned(seen, "aws_security_group", "replace").length, 1);
      const order = seen.sent.map(({ action }) => action);
      const before = (one: string, other: string) =>
        assert.ok(order.lastIndexOf(one) < order.indexOf(other), `${one} after ${other}`);
      before("CreateSecurityGroup", "AuthorizeSecurityGroupIngress");
      before("AuthorizeSecurityGroupIngress", "ModifyMountTargetSecurityGroups");
      before("ModifyMountTargetSecurityGroups", "DeleteSecurityGroup");
      return "nothing: mount targets change over to the new one, then the old one goes";
    },
    after: (world) => world.apply("storage"),
  },
];

const policyPut = z.object({
  Policy: z.string(),
  BypassPolicyLockoutSafetyCheck: z.boolean().optional(),
});

/** Of a zone with two private subnets: EFS takes one mount target there. */
function mountTargetByHand(): AwsChange {
  let other = "";
  return {
    name: "mount-target-by-hand",
    title: "somebody puts the mount target of zone c into the other subnet of the zone",
    stack: "storage",
    before: async (world) => {
      const efs = new EfsByHand(world.standIn.moto);
      const [used, unused] = await subnetsOf(world, "c");
      await efs.removeMountTarget((await efs.mountTargets()).get(used) ?? "");
      other = await efs.addMountTarget(unused);
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_efs_mount_target", "create").length, 1);
      assert.match(seen.refused ?? "", /mount target already exists in this AZ/);
      return "nothing: the zone's mounts go on by the other one; the error names both ways out";
    },
    after: async (world) => {
      const efs = new EfsByHand(world.standIn.moto);
      await efs.removeMountTarget(other);
      await world.apply("storage");
    },
  };
}

/** Subnets of a zone: the one that has a mount target, and another. */
async function subnetsOf({ standIn }: World, zone: string): Promise<readonly [string, string]> {
  const taken = await new EfsByHand(standIn.moto).mountTargets();
  const ids = standIn.subnets.filter((each) => each.zone.endsWith(zone)).map(({ id }) => id);
  const used = ids.find((id) => taken.has(id));
  const unused = ids.find((id) => !taken.has(id));
  if (used === undefined || unused === undefined) throw new Error(`zone ${zone} has one subnet`);
  return [used, unused];
}
