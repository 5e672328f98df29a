import { chartPins } from "../../environments/chart-pins";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject, type JsonObject } from "../../inventory/json";
import type { TerraformBlock } from "../../inventory/model";
import type { Fault } from "./fault";

/** Sections whose content is looked at, or that do nothing. */
const SECTIONS: ReadonlySet<string> = new Set([
  "resource",
  "data",
  "ephemeral",
  "provider",
  "required_providers",
  "backend",
  "terraform",
  "output",
  "locals",
  "variable",
  "check",
  "import",
  "moved",
  "removed",
]);

/** A state, a chart's repository or a module from a place that the environment does not have. */
export function placesOf(block: TerraformBlock, spec: EnvironmentSpec): readonly Fault[] {
  const { section, type, value } = block;
  if (!SECTIONS.has(section)) {
    return [
      {
        message:
          section === "module"
            ? `is a module (${String(value["source"] ?? "no source")}): what is in it cannot be seen here`
            : `is a block of kind ${section}, which no stack of this project has`,
        fix: "take it out",
      },
    ];
  }
  if (section === "backend") return ownState(value, type, spec);
  if (section === "data" && type === "terraform_remote_state") {
    const { config, backend } = value;
    return ownState(isObject(config) ? config : {}, String(backend), spec);
  }
  if (section === "resource" && type === "helm_release") return repository(value, spec);
  return [];
}

function ownState(
  value: JsonObject,
  kind: string,
  { name, state }: EnvironmentSpec,
): readonly Fault[] {
  const fault = (message: string) => [{ message, fix: `use the state of ${name}'s own data` }];
  if (state.kind === "local") {
    return kind === "local" ? [] : fault(`has its state in ${kind}, not in a file`);
  }
  if (kind !== "cloud" && kind !== "remote") {
    return fault(`has its state in ${kind}, not in Terraform Cloud`);
  }
  const workspaces = isObject(value["workspaces"]) ? value["workspaces"]["name"] : undefined;
  const own = `fluxibri-${name}-`;
  if (
    value["hostname"] !== state.hostname ||
    value["organization"] !== state.organization ||
    typeof workspaces !== "string" ||
    !workspaces.startsWith(own)
  ) {
    return fault(
      `has its state at ${String(value["hostname"])}/${String(value["organization"])}/${String(workspaces)}, which is no workspace of ${name}`,
    );
  }
  return [];
}

/** Helm fetches charts while planning: an address can carry a value out. */
function repository({ repository: from }: JsonObject, spec: EnvironmentSpec): readonly Fault[] {
  const { chartMirror } = spec.switches;
  const known = [...Object.values(chartPins()).map((pin) => pin.repository), chartMirror];
  if (from === undefined || from === null || known.includes(String(from))) return [];
  return [
    {
      message:
        "fetches its chart, while planning, from a repository that charts.yaml does not have",
      fix: "use a repository of charts.yaml, or the environment's mirror; a new one in a change of its own",
    },
  ];
}
