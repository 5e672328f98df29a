import { groupBy } from "../../../inventory/group-by";
import type { EnvironmentReport } from "../model/report";
import type { ScalingPath } from "../model/scaling";
import { details, type Html, markup, table } from "./html";

/** The curves from jobs to replicas to nodes; workers with the same curve share one. */
export function scalingPart({ name, scaling, notScaled }: EnvironmentReport): Html {
  const alike = groupBy([...scaling.entries()], ([, { points, target, min, max }]) =>
    JSON.stringify([points, target, min, max]),
  );
  const drawn = [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          curve(
            name,
            first,
            [first, ...others].map(([, path]) => path),
          ),
        ],
  );
  return markup`${drawn}${notScaled.map(({ worker, reason }) => markup`<p>${worker} has no curve: ${reason}.</p>`)}
    <p class="note">
      Replicas: what the HPA settles at while no worker of this kind has taken a job; of workers that
      join others, the jobs that come before they join run on those. Nodes: of the whole cluster, all
      other autoscaled workloads at their minimum.
    </p>`;
}

function curve(
  environment: string,
  [index, path]: readonly [number, ScalingPath],
  paths: readonly ScalingPath[],
): Html {
  const { min, max, target, points } = path;
  const names = paths.map(({ application, worker }) => `${application}/${worker}`);
  const title = paths.length === 1 ? names.join() : `${paths.length} workers alike`;
  const who = paths.length === 1 ? names.join() : title;
  return markup`<div class="keep">
      <h4>${title}: ${min} to ${max} replicas</h4>
      ${
        paths.length === 1
          ? markup`<p class="formula"><code>${path.formula}</code>, divided by ${target}, rounded up</p>`
          : markup`<p class="formula">${names.join(", ")}; the formula of each, divided by ${target}, rounded up</p>`
      }
      <div
        class="chart"
        data-chart="scaling"
        data-environment="${environment}"
        data-index="${index}"
      ></div>
    </div>
    ${
      paths.length === 1
        ? undefined
        : details(
            "Their formulas",
            table(
              "Formulas of workers with this curve",
              ["worker", "formula"],
              paths.map(({ application, worker, formula }) => [
                `${application}/${worker}`,
                markup`<code>${formula}</code>`,
              ]),
            ),
          )
    }
    ${details(
      "The same as a table",
      table(
        `Replicas and nodes of ${who}`,
        ["jobs", "replicas", "nodes of the cluster"],
        points.map(({ jobs, replicas, nodes }) => [jobs, replicas, nodes ?? "not all pods fit"]),
      ),
    )}`;
}
