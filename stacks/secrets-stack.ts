import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";
import type { PlatformOutputs } from "./platform-stack";

export interface SecretsProps {
  readonly platform: PlatformOutputs;
}

export interface SecretsOutputs {
  /** Pull secret in the workload's namespace. */
  readonly pullSecretName: string;
}

/** Credentials that External Secrets brings from Vault into the cluster. */
export class SecretsStack extends EnvironmentStack {
  readonly outputs: SecretsOutputs;

  constructor(scope: Construct, spec: EnvironmentSpec, _props: SecretsProps) {
    super(scope, spec, "secrets", ["kubernetes"]);
    this.outputs = { pullSecretName: "" };
  }
}
