import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";
import type { NodePoolsOutputs } from "./node-pools-stack";
import type { PlatformOutputs } from "./platform-stack";
import type { SecretsOutputs } from "./secrets-stack";
import type { StorageOutputs } from "./storage-stack";

export interface WorkloadProps {
  readonly nodePools?: NodePoolsOutputs;
  readonly storage: StorageOutputs;
  readonly platform: PlatformOutputs;
  readonly secrets?: SecretsOutputs;
}

export interface WorkloadOutputs {
  /** Address of the web front inside the cluster. */
  readonly webUrl: string;
  /** Redis as the app and KEDA reach it, `host:port`. */
  readonly redisAddress: string;
}

/** montage-ai itself. */
export class WorkloadStack extends EnvironmentStack {
  readonly outputs: WorkloadOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec, _props: WorkloadProps) {
    super(scope, spec, "workload", ["kubernetes"]);
    this.outputs = { webUrl: "", redisAddress: "" };
  }
}
