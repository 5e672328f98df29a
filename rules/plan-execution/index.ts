import type { EnvironmentSpec } from "../../environments/schema";
import type { TerraformBlock } from "../../inventory/model";
import { connectionsOf } from "./connections";
import { expressionsOf } from "./expressions";
import type { Fault } from "./fault";
import { placesOf } from "./places";
import { programsOf } from "./programs";
import { providersOf } from "./providers";
import { type Finding, findingAt, type Rule } from "../engine/rule";

const id = "plan-execution";

export const planExecution: Rule = {
  id,
  title: "A plan runs no program but ours, and asks no server but ours",
  why: "A plan does what the configuration says, with the credentials of the run: a data source `external` runs a program, `exec` of a provider another, a provider is a program itself; a data source `http`, a host or a chart's repository carries what the state holds to whoever wrote it there. Who can have a plan made can do all of that before anybody has reviewed it. The check is only worth something in a checkout that the author of the change cannot change: the pipeline runs it, for a pull request, from the main branch (docs/operations/ci.md).",
  severity:
    "error; in a plan of no environment of ours a warning, and only for what runs a program or asks a server",
  remedy:
    "Take it out. A provider, a data source or a chart's repository that is really needed is added to the facts that the finding names, reviewed and merged before the first plan that has it. Modules are not used. In a plan as JSON, function calls cannot be seen.",
  check: ({ terraformBlocks }, spec) =>
    terraformBlocks.flatMap((block) =>
      faultsOf(block, spec).map((fault) => finding(block, fault, spec)),
    ),
};

function faultsOf(block: TerraformBlock, spec: EnvironmentSpec | undefined): readonly Fault[] {
  const runs = programsOf(block);
  const provided = providersOf(block);
  if (spec === undefined)
    return [...runs, ...provided].filter((fault) => fault.everywhere === true);
  return [
    ...runs,
    ...provided,
    ...connectionsOf(block, spec),
    ...expressionsOf(block),
    ...placesOf(block, spec),
  ];
}

function finding(
  block: TerraformBlock,
  { message, fix }: Fault,
  spec: EnvironmentSpec | undefined,
): Finding {
  const severity = spec === undefined ? "warning" : "error";
  return findingAt(block, { rule: id, severity, message, fix });
}
