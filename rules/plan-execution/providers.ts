import { AWS_ACTIONS } from "../../environments/facts/aws-actions";
import {
  HELM_CONNECTION,
  PROVIDER_REGISTRIES,
  TRUSTED_PROVIDERS,
  TRUSTED_READS,
} from "../../environments/facts/terraform-providers";
import { isObject, type JsonObject } from "../../inventory/json";
import type { TerraformBlock } from "../../inventory/model";
import { blocksIn } from "../../inventory/terraform-blocks";
import type { Fault } from "./fault";

const FACTS = "environments/facts/terraform-providers.ts";

/** Meta-arguments of every provider block; the version says nothing here. */
const META = ["alias", "version", "//"];

/** The server that EKS names, or a kubeconfig: nothing that is written out. */
const OWN_CLUSTER = /^\$\{data\.aws_eks_cluster\.[\w-]+\.endpoint\}$/;

/** A provider, its configuration, or a type of it that no stack of ours may have. */
export function providersOf(block: TerraformBlock): readonly Fault[] {
  switch (block.section) {
    case "required_providers":
      return source(block);
    case "provider":
      return configuration(block);
    case "resource":
    case "data":
    case "ephemeral":
      return typeOf(block);
    default:
      return [];
  }
}

function source({ type, value }: TerraformBlock): readonly Fault[] {
  const written = String(value["source"] ?? type);
  const parts = written.split("/");
  const [host, namespace, name] =
    parts.length === 3 ? parts : ["", ...(parts.length === 2 ? parts : ["hashicorp", ...parts])];
  const trusted = TRUSTED_PROVIDERS[type]?.source === `${namespace}/${name}`;
  if (trusted && (host === "" || PROVIDER_REGISTRIES.some((known) => known === host))) return [];
  return [
    {
      message: `is ${written}, no provider of this project: a provider is a program that runs with the run's credentials while planning`,
      fix: `use one of ${Object.values(TRUSTED_PROVIDERS)
        .map((known) => known.source)
        .join(", ")}, or add it to ${FACTS} in a change of its own`,
    },
  ];
}

function configuration({ type, value }: TerraformBlock): readonly Fault[] {
  const trusted = TRUSTED_PROVIDERS[type];
  // Reported where it is required; one that is not required at all is reported here.
  if (trusted === undefined) return source({ ...NONE, type });
  const connection = blocksIn(value["kubernetes"]);
  return [
    ...refused(value, trusted.allowed, type),
    ...hosts(value, type),
    ...(type === "helm"
      ? connection.flatMap((inner) => [
          ...refused(inner, HELM_CONNECTION, "helm.kubernetes"),
          ...hosts(inner, "helm.kubernetes"),
        ])
      : []),
  ];
}

const NONE = {
  kind: "Terraform",
  name: "",
  place: { kind: "terraform", stack: "", address: "" },
  section: "",
  value: {},
} as const;

function refused(
  value: JsonObject,
  allowed: readonly string[],
  provider: string,
): readonly Fault[] {
  return Object.entries(value)
    .filter(([key, set]) => set !== null && ![...META, ...allowed].includes(key))
    .map(([key]) => ({
      message: `sets ${key} of ${provider}, which can run a program, read a file or send credentials elsewhere`,
      fix: `take it out; allowed: ${allowed.join(", ")} (${FACTS})`,
      everywhere: key === "exec",
    }));
}

/** A token goes to the host that stands beside it. */
function hosts({ host }: JsonObject, provider: string): readonly Fault[] {
  if (host === undefined || host === null || OWN_CLUSTER.test(String(host))) return [];
  return [
    {
      message: `sends its token to ${String(host)}, which is not what EKS says of its cluster`,
      fix: `host of ${provider}: "\${data.aws_eks_cluster.NAME.endpoint}"`,
    },
  ];
}

function typeOf({ section, type, value }: TerraformBlock): readonly Fault[] {
  const [prefix = ""] = type.split("_");
  const chosen = value["provider"];
  const meta = isObject(chosen) || chosen === undefined ? "" : String(chosen);
  if (type !== "terraform_data" && type !== "terraform_remote_state") {
    if (TRUSTED_PROVIDERS[prefix] === undefined) return source({ ...NONE, type: prefix });
  }
  if (meta !== "" && TRUSTED_PROVIDERS[meta.split(".")[0] ?? ""] === undefined) {
    return source({ ...NONE, type: meta });
  }
  const read = `${section}.${type}`;
  if (section === "resource" || read in AWS_ACTIONS || TRUSTED_READS.has(read)) return [];
  return [
    {
      message: `is no ${section === "data" ? "data source" : "ephemeral resource"} of this project: it is read while planning, with the plan's credentials`,
      fix: `take it out, or add it to ${prefix === "aws" ? "environments/facts/aws-actions.ts" : FACTS} in a change of its own`,
    },
  ];
}
