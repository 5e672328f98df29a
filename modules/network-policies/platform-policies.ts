import { Construct } from "constructs";
import type { EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { standardLabels } from "../labels";
import { externalSecretsFlows } from "./platform/external-secrets";
import { kedaFlows } from "./platform/keda";
import { monitoringFlows } from "./platform/monitoring";
import { systemFlows } from "./platform/system";
import { NamespacePolicies } from "./namespace-policies";

export interface PlatformPoliciesProps {
  readonly spec: EnvironmentSpec;
  /** Namespaces as the platform made them: using one orders the resources. */
  readonly namespaces: {
    readonly keda: string;
    readonly monitoring: string;
    readonly externalSecrets?: string;
    /** What serves the whole cluster; it is not ours, only some of its pods are. */
    readonly system: string;
  };
}

/**
 * Default deny where the platform's own parts run, and one policy for each connection that
 * they need. In the system's namespace only pods of our own releases are denied anything.
 * The registry has policies of its own.
 */
export class PlatformPolicies extends Construct {
  constructor(scope: Construct, id: string, { spec, namespaces }: PlatformPoliciesProps) {
    super(scope, id);
    if (installs(spec, "keda")) kedaFlows(this.in("keda", namespaces.keda), spec);
    monitoringFlows(this.in("monitoring", namespaces.monitoring), spec);
    if (namespaces.externalSecrets !== undefined) {
      externalSecretsFlows(this.in("external-secrets", namespaces.externalSecrets), spec);
    }
    systemFlows(this.in("system", namespaces.system), spec);
  }

  private in(component: string, namespace: string): NamespacePolicies {
    return new NamespacePolicies(new Construct(this, component), {
      namespace,
      labels: standardLabels(component, "network-policy"),
    });
  }
}
