import { backings } from "./claim-volumes";
import { claimBinding, VOLUME_TOPOLOGY } from "./claim-binding";
import { claimRollouts } from "./claim-rollouts";
import { claimSharing } from "./claim-sharing";
import { claimZones } from "./claim-zones";
import { hostPaths } from "./host-paths";
import { localStorage } from "./local-storage";
import type { Rule } from "../engine/rule";

export const volumeTopology: Rule = {
  id: VOLUME_TOPOLOGY,
  title: "Every pod can reach its volumes from where it may run, and leave the node again",
  why: "In staging the worker replicas stayed Pending: their volumes were local-path, bound to one node. Whether a class can do ReadWriteMany is the provisioner's to say; the API accepts the claim either way. A rolling update starts the new pod while the old one still holds the volume. A volume of one zone (EBS) waits for a node there, while a node group over several zones grows where AWS likes. And a pod with data on its node keeps cluster-autoscaler from removing that node.",
  severity:
    "error; warning where it works on a single node, where nothing tells what the class can do, for rolling updates, binding before scheduling, volumes of one zone on a node group over several, and pods that hold a node; warning, accepted, where `fallbacks.nodeLocalVolumes` says so (never in production)",
  remedy:
    "Put the claim on a class of EFS, NFS or CephFS with access mode ReadWriteMany. Neither the class nor the mode of an existing claim can be changed: make a new claim (`<name>-rwx`), copy the data, point the workloads at it.",
  check: (inventory, spec) => {
    const backingOf = backings(inventory);
    return [
      ...inventory.claims.flatMap((claim) => {
        const backing = backingOf(claim);
        const binding = claimBinding(claim, backing, inventory, spec);
        // A claim that is never bound is never shared either.
        return binding.some(({ severity }) => severity === "error")
          ? binding
          : [
              ...binding,
              ...claimSharing(claim, backing, inventory, spec),
              ...claimRollouts(claim, backing, inventory),
              ...claimZones(claim, backing, inventory, spec),
            ];
      }),
      ...hostPaths(inventory),
      ...localStorage(inventory),
    ];
  },
};
