import path from "node:path";
import { chartPins } from "../../environments/chart-pins";
import type { EnvironmentSpec } from "../../environments/schema";
import { isChartFolder } from "../../environments/schema/switches";
import { stackNames } from "../../environments/stack-names";
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

/** Settings of Terraform that neither run a program nor ask a server; `encryption` of OpenTofu does. */
const SETTINGS: ReadonlySet<string> = new Set(["required_version"]);

/** A state, a chart or a module from a place that the environment does not have. */
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
  if (section === "terraform" && !SETTINGS.has(type)) {
    return [
      { message: `sets terraform.${type}, which no stack of this project has`, fix: "take it out" },
    ];
  }
  if (section === "backend") return ownState(value, type, spec);
  if (section === "data" && type === "terraform_remote_state") {
    const { config, backend } = value;
    return ownState(isObject(config) ? config : {}, String(backend), spec);
  }
  if (section === "resource" && type === "helm_release") return chartOf(value, spec);
  return [];
}

function ownState(value: JsonObject, kind: string, spec: EnvironmentSpec): readonly Fault[] {
  const { name, state } = spec;
  const fault = (message: string) => [{ message, fix: `use the state of ${name}'s own data` }];
  if (state.kind === "local") {
    return kind === "local" ? [] : fault(`has its state in ${kind}, not in a file`);
  }
  if (kind !== "cloud" && kind !== "remote") {
    return fault(`has its state in ${kind}, not in Terraform Cloud`);
  }
  const workspaces = isObject(value["workspaces"]) ? value["workspaces"]["name"] : undefined;
  const own: readonly unknown[] = stackNames(spec).map((stack) => `fluxibri-${name}-${stack}`);
  if (
    value["hostname"] !== state.hostname ||
    value["organization"] !== state.organization ||
    !own.includes(workspaces)
  ) {
    return fault(
      `has its state at ${String(value["hostname"])}/${String(value["organization"])}/${String(workspaces)}, which is no workspace of ${name}`,
    );
  }
  return [];
}

/** Helm fetches charts while planning: an address can carry a value out. */
function chartOf(release: JsonObject, { switches }: EnvironmentSpec): readonly Fault[] {
  const { chart, repository } = release;
  const { chartMirror: mirror } = switches;
  const pins = chartPins();
  const isFolder = mirror !== null && isChartFolder(mirror);
  const isLocal =
    (repository === undefined || repository === null) &&
    isFolder &&
    path.dirname(path.resolve(String(chart))) === path.resolve(mirror);
  const repositories: readonly unknown[] = [
    ...Object.values(pins).map((pin) => pin.repository),
    ...(isFolder ? [] : [mirror]),
  ];
  const isPinned = Object.hasOwn(pins, String(chart)) && repositories.includes(repository);
  if (isLocal || isPinned) return [];
  return [
    {
      message:
        "fetches its chart, while planning, from a place that neither charts.yaml nor the environment's mirror is",
      fix: "name a chart of charts.yaml and its repository, or one in the environment's mirror; a new one in a change of its own",
    },
  ];
}
