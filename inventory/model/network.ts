import type { LabelSelector } from "./label-selector";
import type { Labels, Namespaced } from "./object";

export interface ServicePort {
  readonly name: string | undefined;
  readonly port: number;
  /** Port or port name of the pods; the Service's own port where none is written. */
  readonly targetPort: string;
  /** Undefined: none is fixed. */
  readonly nodePort: number | undefined;
  readonly protocol: string;
}

export interface Service extends Namespaced {
  readonly labels: Labels;
  /** `ClusterIP` where none is written. */
  readonly type: string;
  /** Empty: it selects no pods. */
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}

export interface Ingress extends Namespaced {
  /** The Services behind it, in its own namespace; the port by number or name. */
  readonly backends: readonly { readonly service: string; readonly port: string | undefined }[];
}

/** Peers that may connect, or be connected to. */
export type NetworkPeer =
  | {
      readonly kind: "pods";
      /** Undefined: the policy's own namespace. */
      readonly namespaceSelector: LabelSelector | undefined;
      /** Undefined: every pod. */
      readonly podSelector: LabelSelector | undefined;
    }
  | { readonly kind: "ipBlock"; readonly cidr: string; readonly except: readonly string[] };

export interface NetworkPort {
  /** Number or name; undefined: every port. */
  readonly port: string | undefined;
  /** Last port of a range. */
  readonly endPort: number | undefined;
  readonly protocol: string;
}

/** Allows these peers on these ports. */
export interface NetworkRule {
  /** Empty: every peer. */
  readonly peers: readonly NetworkPeer[];
  /** Empty: every port. */
  readonly ports: readonly NetworkPort[];
}

export interface NetworkPolicy extends Namespaced {
  readonly podSelector: LabelSelector;
  /** `Ingress`, `Egress`; filled as Kubernetes does where none is written. */
  readonly policyTypes: readonly string[];
  readonly ingress: readonly NetworkRule[];
  readonly egress: readonly NetworkRule[];
}

/** What Prometheus scrapes. */
export interface Monitor extends Namespaced {
  readonly kind: "ServiceMonitor" | "PodMonitor";
  readonly labels: Labels;
  /** Selects Services, or pods. */
  readonly selector: LabelSelector;
  /** Namespaces that it looks into. */
  readonly namespaces: "any" | readonly string[];
  /** Ports of its endpoints, by name or number. */
  readonly ports: readonly string[];
}
