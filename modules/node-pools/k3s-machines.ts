import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Labels } from "@cdktf/provider-kubernetes/lib/labels";
import { NodeTaint } from "@cdktf/provider-kubernetes/lib/node-taint";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { machineContract } from "../../environments/nodes/machine-contract";
import { migPartedConfig } from "../../environments/nodes/mig-parted-config";
import type { NodeContract } from "../../environments/nodes/node-contract";
import type { K3sCluster } from "../../environments/schema";
import { standardLabels } from "../labels";

export interface K3sMachinesProps {
  readonly cluster: K3sCluster;
}

/**
 * A field manager each: one apply by the manager of the other would take away
 * what it does not mention, and labels and taints would undo each other at
 * every plan (seen on a real API server).
 *
 * `force` goes with them: the machines carry labels that were set with
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
    this.declareLayouts(migPartedConfig(cluster.machines));
  }

  /** For mig-parted's manager, which the people who run the machines install: the layouts that the labels name. */
  private declareLayouts(config: object | undefined): void {
    if (config === undefined) return;
    new ConfigMapV1(this, "mig-layouts", {
      metadata: {
        name: "mig-layouts",
        namespace: "kube-system",
        labels: standardLabels("mig-layouts", "node-pools"),
      },
      data: { "config.yaml": stringify(config) },
    });
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
