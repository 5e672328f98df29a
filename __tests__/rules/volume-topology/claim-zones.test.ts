import { findingsIn } from "../fixture";

const rest =
  "after the loss of its node the next one may come up in another zone, and the pod stays Pending (volume node affinity conflict)";

describe("volume-topology, on volumes of one zone", () => {
  test("warns of a StatefulSet whose only node group is over more zones than it has nodes", () => {
    expect(findingsIn("invalid", "volume-topology-zones")).toEqual([
      {
        rule: "volume-topology",
        severity: "warning",
        object: "PersistentVolumeClaim montage-ai/data-db",
        place: {
          kind: "terraform",
          stack: "production-workload",
          address: "kubernetes_stateful_set_v1.db",
        },
        message: `lies in one zone (ebs.csi.aws.com), and StatefulSet montage-ai/db runs on pool web, one node group over eu-central-1a, eu-central-1b, eu-central-1c with a minimum of 2: ${rest}`,
        fix: 'zones: { groups: "per-zone", names: [<zones>] } for pool web in environments/production.ts: the autoscaler then adds a node where the volume is',
      },
    ]);
  });

  test("warns of a Deployment on a pool that names no zones", () => {
    expect(findingsIn("invalid", "volume-topology-zones-of-all-subnets")).toEqual([
      expect.objectContaining({
        severity: "warning",
        object: "PersistentVolumeClaim montage-ai/data",
        message: `lies in one zone (ebs.csi.aws.com), and Deployment montage-ai/cache runs on pool cpu-worker, one node group over the zones of all private subnets with a minimum of 1: ${rest}`,
      }),
    ]);
  });

  test.each(["per-group", "enough-nodes", "one-only", "another-pool"])(
    "is content where the zone of the volume gets a node again (%s)",
    (stem) => {
      expect(findingsIn("valid", `volume-topology-zones-${stem}`)).toEqual([]);
    },
  );
});
