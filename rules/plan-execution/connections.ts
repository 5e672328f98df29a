import type { EnvironmentSpec } from "../../environments/schema";
import type { JsonObject } from "../../inventory/json";
import type { TerraformBlock } from "../../inventory/model";
import { blocksIn } from "../../inventory/terraform-blocks";
import type { Fault } from "./fault";

/** A kubeconfig may run a program for its token, so it is the environment's own or none. */
const KUBECONFIG = ["config_path", "config_paths", "config_context"] as const;

/** Providers that go to a server which the environment's data does not name. */
export function connectionsOf(
  { section, type, value }: TerraformBlock,
  spec: EnvironmentSpec,
): readonly Fault[] {
  if (section !== "provider") return [];
  if (type === "kubernetes") return kubeconfig(value, spec);
  if (type === "helm") {
    return blocksIn(value["kubernetes"]).flatMap((inner) => kubeconfig(inner, spec));
  }
  return type === "tfe" ? terraformCloud(value, spec) : [];
}

function kubeconfig(value: JsonObject, { name, cluster }: EnvironmentSpec): readonly Fault[] {
  // The caller names the cluster, by variables of the process.
  if (cluster.kind === "kubeconfig") return [];
  const own: Readonly<Record<string, unknown>> =
    cluster.kind === "k3s"
      ? { config_path: cluster.kubeconfigPath, config_context: cluster.context }
      : {};
  return KUBECONFIG.filter((key) => value[key] !== undefined && value[key] !== null)
    .filter((key) => value[key] !== own[key])
    .map((key) => ({
      message: `sets ${key} to ${String(value[key])}, which is not ${name}'s: a kubeconfig can run a program`,
      fix:
        own[key] === undefined
          ? "take it out: host, certificate and token come from AWS"
          : `use ${String(own[key])}, of environments/${name}.ts`,
    }));
}

/** TFE_TOKEN goes to the host. */
function terraformCloud({ hostname }: JsonObject, { state }: EnvironmentSpec): readonly Fault[] {
  const own = state.kind === "terraform-cloud" ? state.hostname : undefined;
  if (hostname === undefined || hostname === null || hostname === own) return [];
  return [
    {
      message: `sends its token to ${String(hostname)}, which is not the environment's Terraform Cloud`,
      fix: own === undefined ? "take it out" : `use ${own}`,
    },
  ];
}
