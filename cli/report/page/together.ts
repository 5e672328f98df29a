import type { ChartReport, ParityReport, QuotaReport } from "../model/report";
import { details, type Html, markup, table } from "./html";

/** What environments and their rehearsals differ in. */
export function paritySection(pairs: readonly ParityReport[]): Html {
  return markup`<section id="parity" aria-labelledby="parity-title">
    <h2 id="parity-title">Parity</h2>
    ${pairs.length === 0 ? markup`<p>No environment rehearses another.</p>` : pairs.map(pair)}
  </section>`;
}

function pair({ rehearsal, rehearsed, differences }: ParityReport): Html {
  const refused = differences.filter(({ reason }) => reason === undefined).length;
  return markup`<p>
      ${rehearsal} rehearses ${rehearsed}: ${differences.length} values differ, ${refused} of them
      without leave.
    </p>
    ${details(
      `What ${rehearsal} and ${rehearsed} differ in`,
      table(
        `${rehearsal} and ${rehearsed}`,
        ["path", rehearsal, rehearsed, "allowed because"],
        differences.map(({ path, left, right, reason }) => [
          path,
          left,
          right,
          reason ?? "not allowed",
        ]),
      ),
    )}`;
}

/** Charts with their versions and support. */
export function chartSection(charts: readonly ChartReport[]): Html {
  const installed = charts.filter(({ environments }) => environments.length > 0);
  const others = charts.filter(({ environments }) => environments.length === 0);
  return markup`<section id="charts" aria-labelledby="charts-title">
    <h2 id="charts-title">Charts</h2>
    ${table(
      "Charts that are installed",
      [
        ...["chart", "version", "newest known", "mended by its project", "Kubernetes"],
        ...["does", "installed in", "repository"],
      ],
      installed.map((chart) => [
        chart.name,
        chart.version,
        chart.newest === undefined
          ? "not known"
          : `${chart.newest.version} (on ${chart.newest.day})`,
        chart.mended ?? "not said",
        chart.kubernetes,
        chart.does.replaceAll("`", ""),
        chart.environments.join(", "),
        chart.repository,
      ]),
    )}
    ${
      others.length === 0
        ? undefined
        : markup`<p class="note">
            Pinned as well, and installed in none of these environments:
            ${others.map(({ name, version }) => `${name} ${version}`).join(", ")}.
          </p>`
    }
  </section>`;
}

/** AWS' service quotas, those to ask for first. */
export function quotaSection(quotas: readonly QuotaReport[]): Html {
  const sorted = [...quotas].sort(
    (left, right) => Number(right.mustBeAsked) - Number(left.mustBeAsked),
  );
  return markup`<section id="quotas" aria-labelledby="quotas-title">
    <h2 id="quotas-title">AWS service quotas</h2>
    ${table(
      "What environments may need",
      ["quota", "environment", "at maximum", "while updating", "a new account has", "ask with"],
      sorted.map((quota) => [
        `${quota.name} (${quota.code})`,
        quota.environment,
        `${quota.atMaximum} ${quota.unit}`,
        `${quota.whileUpdating} ${quota.unit}`,
        quota.newAccount,
        quota.mustBeAsked ? markup`<code>${quota.command}</code>` : "enough",
      ]),
    )}
  </section>`;
}
