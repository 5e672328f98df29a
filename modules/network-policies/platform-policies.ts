import { Construct } from "constructs";
import type { NetworkNeeds } from "../../addons/kit/network";
import { API_SERVER, DNS, podsWith } from "../../addons/kit/network";
import { addonInput } from "../../environments/addon-input";
import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import type { EnvironmentSpec } from "../../environments/schema";
import { platformCharts } from "../../environments/switched";
import { standardLabels } from "../labels";
import { namespaceKey } from "../namespace/platform-namespaces";
import { NamespacePolicies } from "./namespace-policies";

export interface PlatformPoliciesProps {
  readonly spec: EnvironmentSpec;
  /**
   * Namespaces of add-ons as the platform made them, by their keys: using one orders the
   * resources. Of `system`, which is not ours, only some pods are.
   */
  readonly namespaces: Readonly<Partial<Record<string, string>>>;
}

const SYSTEM = "system";
const SLICE_READINESS = { "app.kubernetes.io/name": "slice-readiness" };

/** Keys that are no names of components. */
const COMPONENTS: Readonly<Partial<Record<string, string>>> = {
  externalSecrets: "external-secrets",
};

/**
 * Default deny where the platform's own parts run, and one policy for each connection that
 * they need. In the system's namespace only pods of our own releases are denied anything,
 * found by the labels of their releases. Drivers of volumes and GPUs that share their node's
 * network are out of any policy's reach. The registry has policies of its own.
 */
export class PlatformPolicies extends Construct {
  constructor(scope: Construct, id: string, { spec, namespaces }: PlatformPoliciesProps) {
    super(scope, id);
    const input = addonInput(spec);
    const charts = platformCharts(spec);
    for (const [key, namespace] of Object.entries(namespaces)) {
      if (namespace === undefined) continue;
      const policies = this.in(COMPONENTS[key] ?? key, namespace);
      if (key !== SYSTEM) policies.deny();
      for (const chart of charts.filter((one) => namespaceKey(one.namespace) === key)) {
        if (chart.network !== undefined) allow(policies, chart.network(input));
      }
      if (key === SYSTEM && hasStartupTaints(spec)) allow(policies, sliceReadiness());
    }
  }

  private in(component: string, namespace: string): NamespacePolicies {
    return new NamespacePolicies(new Construct(this, component), {
      namespace,
      labels: standardLabels(component, "network-policy"),
    });
  }
}

function allow(policies: NamespacePolicies, { denied, flows }: NetworkNeeds): void {
  if (denied !== undefined) policies.deny(`deny-${denied.name}`, denied.pods);
  for (const flow of flows) {
    if ("to" in flow) policies.allowTo(flow.name, flow.pods, flow.to);
    else policies.allowFrom(flow.name, flow.pods, flow.from);
  }
}

function hasStartupTaints({ cluster }: EnvironmentSpec): boolean {
  return (
    cluster.kind === "eks" &&
    clusterNodes(cluster).some(({ startupTaints }) => startupTaints.length > 0)
  );
}

function sliceReadiness(): NetworkNeeds {
  const pods = podsWith(SLICE_READINESS);
  return {
    denied: { name: "slice-readiness", pods },
    flows: [{ name: "slice-readiness", pods, to: [DNS, API_SERVER] }],
  };
}
