import { Labels } from "@cdktf/provider-kubernetes/lib/labels";
import { NodeTaint } from "@cdktf/provider-kubernetes/lib/node-taint";
import { Construct } from "constructs";
import { machineContract } from "../../environments/nodes/machine-contract";
import type { NodeContract } from "../../environments/nodes/node-contract";
import type { K3sCluster } from "../../environments/schema";

export interface K3sMachinesProps {
  readonly cluster: K3sCluster;
}

/**
 * A field manager each: one apply by the manager of the other would take away
 * what it does not mention, and labels and taints would undo each other at
 * every plan (seen on a real API server).
 *
 * `force` goes with them: the machines carry labels that somebody set with
 * kubectl, and code must win over them. Labels are owned key by key; a node's
 * taints are one list, so a machine with declared or derived taints has these
 * and no others.
 */
const LABELS_OWNER = { fieldManager: "fluxibri-core-node-labels", force: true } as const;
const TAINTS_OWNER = { fieldManager: "fluxibri-core-node-taints", force: true } as const;

/** Labels and taints on the machines of a k3s cluster; the machines themselves are not owned here. */
export class K3sMachines extends Construct {
  readonly pools: readonly NodeContract[];

  constructor(scope: Construct, id: string, { cluster }: K3sMachinesProps) {
    super(scope, id);
    this.pools = cluster.machines.map(machineContract);
    for (const machine of this.pools) this.declare(machine);
  }

  private declare({ name, labels, taints }: NodeContract): void {
    new Labels(this, `${name}-labels`, {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name },
      labels: { ...labels },
      ...LABELS_OWNER,
    });
    if (taints.length === 0) return;
    new NodeTaint(this, `${name}-taints`, {
      metadata: { name },
      taint: taints.map((taint) => ({ ...taint })),
      ...TAINTS_OWNER,
    });
  }
}
