import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";
import type { NodePoolsOutputs } from "./node-pools-stack";
import type { StorageOutputs } from "./storage-stack";

export interface PlatformProps {
  readonly nodePools?: NodePoolsOutputs;
  readonly storage: StorageOutputs;
}

/** All names are attributes of created resources: using one orders the stacks. */
export interface PlatformOutputs {
  /** The workload's namespace. */
  readonly workloadNamespace: string;
  /** KEDA, while it is switched on. */
  readonly keda?: { readonly namespace: string };
  /** Prometheus, while kube-prometheus-stack is switched on. */
  readonly prometheus?: { readonly namespace: string; readonly url: string };
  /** External Secrets, while it is switched on. */
  readonly externalSecrets?: { readonly namespace: string };
  /** The in-cluster registry, while images come from it. */
  readonly registry?: {
    readonly namespace: string;
    /** As nodes pull: `127.0.0.1:<nodePort>`. */
    readonly pullAddress: string;
    /** As pushers inside the cluster (or behind a port-forward) push: `<service>.<namespace>.svc:<port>`. */
    readonly pushAddress: string;
  };
}

/** What the workload stands on: operators, metrics, registry, namespaces. */
export class PlatformStack extends EnvironmentStack {
  readonly outputs: PlatformOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec, _props: PlatformProps) {
    super(scope, spec, "platform", ["kubernetes", "helm"]);
    this.outputs = { workloadNamespace: spec.workload.namespace };
  }
}
