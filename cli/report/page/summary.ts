import { failWord } from "../../synthesis/checked";
import type { EnvironmentReport, PageReport } from "../model/report";
import { openFindings, openInAll, type OpenFinding } from "./findings";
import { type Html, markup, table } from "./html";
import { dollars } from "./units";

/** The verdict, one row an environment, and what is open in all of them. */
export function summaryPart({ holds, environments }: PageReport): Html {
  const open = openInAll(environments);
  return markup`<section class="summary" aria-labelledby="verdict">
    <h2 id="verdict" class="${holds ? "ok" : "error"}">${verdictText(environments)}</h2>
    ${table(
      "Environments",
      [
        "environment",
        "rules held",
        "at maximum scale",
        "open findings",
        "accepted findings",
        "instances at most, an hour",
      ],
      environments.map((environment) => [
        markup`<a href="#${environment.name}">${environment.name}</a>`,
        `${environment.rules.filter((rule) => rule.holds).length} of ${environment.rules.length}`,
        fitText(environment),
        openLink(environment),
        acceptedCount(environment),
        environment.cost.totalUsd === undefined ? "no price" : dollars(environment.cost.totalUsd),
      ]),
    )}
    <h3>What is open</h3>
    ${
      open.length === 0
        ? markup`<p>Nothing: no finding that is not accepted by name.</p>`
        : markup`<ul class="findings">
            ${open.map(openItem)}
          </ul>`
    }
  </section>`;
}

function verdictText(environments: readonly EnvironmentReport[]): string {
  const failing = environments.filter(({ rules }) => rules.some(({ holds }) => !holds));
  if (failing.length === 0) return "All rules hold";
  const rules = new Set(
    failing.flatMap((one) => one.rules.filter(({ holds }) => !holds).map(({ id }) => id)),
  );
  return `${failWord(rules)} for ${failing.map(({ name }) => name).join(", ")}`;
}

function openLink(environment: EnvironmentReport): Html | number {
  const found = openFindings(environment);
  return found.length === 0 ? 0 : markup`<a href="#${environment.name}-rules">${found.length}</a>`;
}

function acceptedCount({ rules }: EnvironmentReport): number {
  return rules.flatMap(({ findings }) => findings.filter(({ accepted }) => accepted !== undefined))
    .length;
}

/** One finding, and a link to it in each environment that has it. */
function openItem(found: readonly OpenFinding[]): Html {
  const [first] = found;
  if (first === undefined) return markup``;
  const { severity, object, message, fix } = first.finding;
  const links = found.map(
    ({ environment, id }, index) =>
      markup`${index === 0 ? " " : ", "}<a href="#${id}">${environment}</a>`,
  );
  return markup`<li class="${severity}">
    <p><strong>${severity}</strong> ${first.rule.id}: <span>${object}</span>, in${links}</p>
    <p>${message}</p>
    <p class="fix">Fix: ${fix}</p>
  </li>`;
}

/** Whether all pods have a place, and the fullest pool. */
export function fitText({ capacity: { fits, pools, pending } }: EnvironmentReport): string {
  if (fits !== "yes") {
    const words = fits === "no" ? "does not fit" : "not proven to fit";
    if (pending.length === 0) return words;
    return `${words}: ${pending.length} ${pending.length === 1 ? "workload has" : "workloads have"} pods without a place`;
  }
  const uses = pools.flatMap(({ pool, resources }) =>
    resources.map(({ resource, used }) => ({ pool, resource, used })),
  );
  const [first] = uses.toSorted((left, right) => right.used - left.used);
  if (first === undefined) return "all pods fit";
  return `all pods fit; fullest: ${first.pool}, ${first.resource} ${Math.round(100 * first.used)} %`;
}
