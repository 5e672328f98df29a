import { groupBy } from "../../../inventory/group-by";
import { indexOf } from "../../../inventory/inventory-index";
import {
  type Inventory,
  type LabelSelector,
  type NetworkPolicy,
  selects,
  type Service,
  type ServicePort,
  type Workload,
} from "../../../inventory/model";
import { type KnownLabels, NAMESPACE_NAME, type Side } from "./connection";
import { LabelIndex } from "./label-index";

type Pod = Extract<Side, { kind: "pod" }>;

/** Which pods are behind what, and which policies may select them. */
export class Topology {
  private readonly workloads: ReadonlyMap<string, LabelIndex<Workload>>;
  private readonly services: LabelIndex<Service>;
  /** Policies by one label that they ask for; those that ask for none under the empty text. */
  private readonly policies: ReadonlyMap<string, readonly NetworkPolicy[]>;

  constructor(private readonly inventory: Inventory) {
    this.workloads = new Map(
      [...groupBy(inventory.workloads, ({ namespace }) => namespace)].map(([namespace, group]) => [
        namespace,
        new LabelIndex(group, ({ pod }) => pod.labels),
      ]),
    );
    this.services = new LabelIndex(inventory.services, ({ labels }) => labels);
    this.policies = groupBy(inventory.networkPolicies, (policy) => {
      const [label] = Object.entries(policy.podSelector.matchLabels);
      return keyOf(policy.namespace, label);
    });
  }

  /** A workload's pods as one end of a connection; those in the node's network are of the node. */
  sideOf({ namespace, pod }: Workload): Side {
    if (pod.hostNetwork) return { kind: "outside" };
    return {
      ...this.podIn(namespace, { labels: pod.labels, complete: true }),
      ports: pod.containers.flatMap(({ ports }) => ports),
    };
  }

  /** A pod that the inventory does not have. */
  podIn(namespace: string, labels: KnownLabels): Pod {
    return {
      kind: "pod",
      namespace,
      namespaceLabels: this.labelsOf(namespace),
      labels,
      ports: undefined,
    };
  }

  /** kube-system has the label that each namespace has, and no other unless one is set. */
  private labelsOf(namespace: string): KnownLabels {
    const declared = indexOf(this.inventory).namespaces.find({
      kind: "Namespace",
      name: namespace,
    });
    return {
      labels: { ...declared?.labels, [NAMESPACE_NAME]: namespace },
      complete: declared !== undefined || namespace === "kube-system",
    };
  }

  /** Policies that may select a pod: few of a namespace's, where they ask for labels. */
  policiesOf({ namespace, labels: { labels, complete } }: Pod): readonly NetworkPolicy[] {
    if (!complete) return indexOf(this.inventory).networkPolicies.in(namespace);
    return [undefined, ...Object.entries(labels)].flatMap(
      (label) => this.policies.get(keyOf(namespace, label)) ?? [],
    );
  }

  /** The workloads whose pods a selector of a namespace selects. */
  selectedBy(namespace: string, selector: LabelSelector): readonly Workload[] {
    return (this.workloads.get(namespace)?.with(selector.matchLabels) ?? []).filter(({ pod }) =>
      selects(selector, pod.labels),
    );
  }

  /** The workloads behind a Service; without a selector none. */
  behind({ namespace, selector }: Service): readonly Workload[] {
    if (Object.keys(selector).length === 0) return [];
    return this.workloads.get(namespace)?.with(selector) ?? [];
  }

  /** Services that a selector selects, in all namespaces. */
  servicesWith(selector: LabelSelector): readonly Service[] {
    return this.services
      .with(selector.matchLabels)
      .filter(({ labels }) => selects(selector, labels));
  }
}

/** Port of the pods behind a Service's port; undefined: it names one that they do not have. */
export function podPort({ targetPort, protocol }: ServicePort, { pod }: Workload) {
  return portNamed(targetPort, protocol, pod.containers);
}

/** A port of containers by number or name. */
export function portNamed(
  port: string,
  protocol: string,
  containers: Workload["pod"]["containers"],
): number | undefined {
  if (/^\d+$/.test(port)) return Number(port);
  return containers
    .flatMap(({ ports }) => ports)
    .find((named) => named.name === port && named.protocol === protocol)?.port;
}

function keyOf(namespace: string, label: readonly [string, string] | undefined): string {
  return `${namespace} ${label === undefined ? "" : label.join("=")}`;
}
