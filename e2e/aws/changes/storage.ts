import assert from "node:assert/strict";
import { removeMountTarget } from "../../../testbed/aws/moto-client";
import { type Change, planned } from "../change";

/** Changes of the shared storage. */
export const STORAGE: readonly Change[] = [
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
    before: ({ standIn }) => removeMountTarget(standIn.moto),
    check: (seen) => {
      assert.equal(planned(seen, "aws_efs_mount_target", "create").length, 1);
      assert.equal(seen.plan.changes.length, 1);
      return "the zone's mounts hang until the target is back";
    },
  },
];
