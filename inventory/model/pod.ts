import type { NodeSelectorTerm } from "../../environments/nodes/node-affinity";
import type { PodToleration } from "../../environments/nodes/placement";
import type { LabelSelector } from "./label-selector";
import type { Labels } from "./object";

/** Quantities by resource, as written, e.g. `{ cpu: "500m", "nvidia.com/gpu": "1" }`. */
export type Quantities = Readonly<Record<string, string>>;

/** An environment variable of a container. */
export type EnvironmentVariable =
  | { readonly name: string; readonly kind: "literal"; readonly value: string }
  | {
      readonly name: string;
      /** What it is read from. */
      readonly kind: "secret" | "configMap";
      /** Name of the Secret or ConfigMap. */
      readonly object: string;
      readonly key: string;
      /** The pod starts without it. @default false */
      readonly optional?: true;
    }
  /** A field of the pod or of its resources. */
  | { readonly name: string; readonly kind: "other" };

/** A Secret or ConfigMap whose keys all become variables. */
export interface EnvironmentSource {
  readonly kind: "secret" | "configMap";
  readonly object: string;
  /** The pod starts without it. @default false */
  readonly optional?: true;
}

/** What a pod, or a container, may do. Undefined: not said. */
export interface PodSecurity {
  readonly runAsNonRoot: boolean | undefined;
  readonly runAsUser: number | undefined;
  /** Type of the seccomp profile, e.g. `RuntimeDefault`. */
  readonly seccompProfile: string | undefined;
}

/** What holds for a container: its own setting, otherwise its pod's. */
export interface ContainerSecurity extends PodSecurity {
  /** `false` where none is written. */
  readonly privileged: boolean;
  /** `true` where none is written. */
  readonly allowPrivilegeEscalation: boolean;
  /** `false` where none is written. */
  readonly readOnlyRootFilesystem: boolean;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
}

export interface ContainerPort {
  /** Undefined: the port has no name. */
  readonly name: string | undefined;
  readonly port: number;
  /** Port of the node that leads here; undefined: none. */
  readonly hostPort: number | undefined;
  /** `TCP` where none is written. */
  readonly protocol: string;
}

export interface Container {
  readonly name: string;
  /** Listed among the init containers; runs to its end before the others start, unless a sidecar. */
  readonly init: boolean;
  /** An init container that keeps running (`restartPolicy: Always`): its requests add to the others'. */
  readonly sidecar: boolean;
  /** Image with registry, tag and digest as written; empty when none is. */
  readonly image: string;
  /** As written: where a resource has a limit only, Kubernetes takes that for its request. */
  readonly requests: Quantities;
  readonly limits: Quantities;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  readonly envFrom: readonly EnvironmentSource[];
  readonly ports: readonly ContainerPort[];
  /** Which volume is mounted where. */
  readonly mounts: readonly { readonly volume: string; readonly path: string }[];
  /** The hook as text: its command's words, or the JSON of another kind of hook; undefined: none. */
  readonly preStop: string | undefined;
  readonly security: ContainerSecurity;
}

/** What a volume of a pod is backed by. */
export type Volume =
  | { readonly kind: "claim"; readonly name: string; readonly claim: string }
  /** Medium `Memory`: not on the node's disk. */
  | { readonly kind: "emptyDir"; readonly name: string; readonly medium?: string }
  | { readonly kind: "hostPath"; readonly name: string; readonly path: string }
  | { readonly kind: "nfs"; readonly name: string; readonly server: string; readonly path: string }
  | { readonly kind: "configMap"; readonly name: string; readonly configMap: string }
  | {
      readonly kind: "secret";
      readonly name: string;
      readonly secret: string;
      /** The pod starts without it. @default false */
      readonly optional?: true;
    }
  | { readonly kind: "other"; readonly name: string };

/** Pods that a pod does not share a node, a zone, … with. */
export interface AntiAffinityTerm {
  /** Label whose value pods that it selects must not share. */
  readonly topologyKey: string;
  /** Undefined: selects no pods. */
  readonly selector: LabelSelector | undefined;
  /** Namespaces of those pods; empty: the pod's own. */
  readonly namespaces: readonly string[];
}

/** How evenly pods are spread over nodes, zones, … */
export interface SpreadConstraint {
  readonly topologyKey: string;
  /** Most pods that one place may have more than the emptiest. */
  readonly maxSkew: number;
  /** Pods of the namespace that are counted; undefined: none. */
  readonly selector: LabelSelector | undefined;
}

export interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Init containers first. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly tolerations: readonly PodToleration[];
  readonly nodeSelector: Labels;
  /** Terms of the required node affinity, one of which must match; undefined: none is required. */
  readonly nodeAffinity: readonly NodeSelectorTerm[] | undefined;
  /** Terms of the required pod anti-affinity, all of which hold. */
  readonly antiAffinity: readonly AntiAffinityTerm[];
  /** Spread constraints that leave a pod Pending rather than break them (`DoNotSchedule`). */
  readonly hardSpread: readonly SpreadConstraint[];
  /** Names of Secrets in the pod's namespace. */
  readonly imagePullSecrets: readonly string[];
  /** `default` where the manifest names none. */
  readonly serviceAccount: string;
  /** Undefined: the service account decides. */
  readonly automountServiceAccountToken: boolean | undefined;
  readonly priorityClassName: string | undefined;
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** Seconds; 30 where the manifest names none. */
  readonly terminationGracePeriodSeconds: number;
  readonly security: PodSecurity;
}
