import type { EnvironmentReport, PageReport } from "../model/report";
import { type Html, markup, table } from "./html";
import { dollars } from "./units";

/** One row an environment: the verdict first. */
export function summaryTable({ holds, environments }: PageReport): Html {
  return markup`<section aria-labelledby="verdict">
    <h2 id="verdict">${holds ? "All rules hold" : "A rule fails"}</h2>
    ${table(
      "Environments",
      [
        "environment",
        "rules held",
        "at maximum scale",
        "findings accepted",
        "findings open",
        "instances at most, an hour",
      ],
      environments.map((environment) => [
        markup`<a href="#${environment.name}">${environment.name}</a>`,
        `${environment.rules.filter((rule) => rule.holds).length} of ${environment.rules.length}`,
        fitText(environment),
        count(environment, true),
        count(environment, false),
        environment.cost.totalUsd === undefined ? "no price" : dollars(environment.cost.totalUsd),
      ]),
    )}
  </section>`;
}

function count({ rules }: EnvironmentReport, accepted: boolean): number {
  return rules
    .flatMap(({ findings }) => findings)
    .filter((finding) => (finding.accepted !== undefined) === accepted).length;
}

/** Whether all pods have a place, and the fullest pool. */
export function fitText({ capacity: { fits, pools } }: EnvironmentReport): string {
  if (fits !== "yes") return fits === "no" ? "does not fit" : "not proven to fit";
  const uses = pools.flatMap(({ pool, nodesNeeded, nodesMax, resources }) =>
    resources.map(({ resource, used }) => ({ pool, nodesNeeded, nodesMax, resource, used })),
  );
  const [first] = uses.toSorted((left, right) => right.used - left.used);
  if (first === undefined) return "fits";
  return `fits; fullest: ${first.pool} ${first.nodesNeeded}/${first.nodesMax}, ${first.resource} ${Math.round(100 * first.used)} %`;
}
