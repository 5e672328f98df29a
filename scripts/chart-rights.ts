import { readFileSync, writeFileSync } from "node:fs";
import { CHART_NAMES, seenVersion } from "../addons";
import { grantsOf } from "./references/rights/rendered-rights";
import { synthesize } from "../cli/synthesis/synthesize";
import { usageError } from "../runtime/command-line";
import { EXIT, runCommand } from "../runtime/exit";
import { loadEnvironments } from "../environments";
import { CHART_RIGHTS_FILE, chartRights } from "../environments/facts/chart-rights";
import { isProtected } from "../environments/protection";
import { projectFile } from "../environments/project";
import { ENVIRONMENT_NAMES } from "../environments/schema";
import { readSynthesized } from "../inventory/synthesized";
import { isObject } from "../inventory/json";
import { print } from "../masking/output";

const USAGE = "use: chart-rights.ts values CHART | chart-rights.ts read CHART NAMESPACE FILE";

/**
 * `node scripts/run.mjs scripts/chart-rights.ts values CHART` prints a chart's values of the
 * environment that installs the most, for `helm template CHART … --namespace NAMESPACE --values`;
 * `read CHART NAMESPACE FILE` takes what that printed, of the newest version that was seen
 * (`evidence` of its object), into environments/facts/chart-rights.json.
 */
void runCommand(() => {
  const [action, chart, namespace, file] = process.argv.slice(2);
  const name = CHART_NAMES.find((each) => each === chart);
  if (chart === undefined || name === undefined) throw wrongUse(`no chart ${chart} in charts.yaml`);
  if (action === "values") {
    print(`${JSON.stringify(valuesOf(chart), null, 2)}\n`);
    return EXIT.ok;
  }
  if (action !== "read" || namespace === undefined || file === undefined) {
    throw wrongUse("takes what to do, and what to do it with");
  }
  const grants = grantsOf(readFileSync(file, "utf8"), namespace);
  const all = { ...chartRights(), [chart]: { version: seenVersion(name), grants } };
  writeFileSync(projectFile(CHART_RIGHTS_FILE), `${JSON.stringify(all, null, 2)}\n`);
  return EXIT.ok;
});

/** Of the first environment that installs it, protected ones before others. */
function valuesOf(chart: string): object {
  const { environments } = synthesize(loadEnvironments(ENVIRONMENT_NAMES, {}), undefined);
  const guarded = (one: (typeof environments)[number]) => (isProtected(one.spec) ? 0 : 1);
  const [found] = environments
    .toSorted((one, other) => guarded(one) - guarded(other))
    .flatMap(({ stacks }) =>
      readSynthesized(stacks.map(({ id, json }) => ({ name: id, json }))).helmReleases.filter(
        (release) => release.chart === chart,
      ),
    );
  if (!isObject(found?.values)) throw wrongUse(`no environment installs ${chart}`);
  return found.values;
}

function wrongUse(message: string) {
  return usageError(process.argv.slice(2).join(" "), message, USAGE);
}
