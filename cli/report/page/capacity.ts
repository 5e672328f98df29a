import type { EnvironmentReport } from "../model/report";
import { details, type Html, markup, table } from "./html";

/** How full the pools are, and what has no place. */
export function capacityPart({ name, capacity }: EnvironmentReport): Html {
  const { fits, pools, pending, namespaces } = capacity;
  if (pools.length === 0) {
    return markup`<p>There are no figures: no nodes are known here.</p>`;
  }
  const left =
    pending.length === 0
      ? undefined
      : markup`<p><strong class="${fits === "no" ? "error" : "warn"}">${fits === "no" ? "Not all pods run." : "Not all pods were placed."}</strong>
            The bars have the pods that have a place:</p>
          ${table(
            "Pods without a place at maximum scale",
            ["pods of", "wanted", "placed", "stay Pending"],
            pending.map(({ name: workload, wanted, placed }) => [
              workload,
              wanted,
              placed,
              wanted - placed,
            ]),
          )}`;
  return markup`${left}
    <div class="chart" data-chart="capacity" data-environment="${name}"></div>
    <p class="note">
      What pods ask for, as a share of all nodes that a pool may have. What runs on every node counts
      on each of them, needed or not.
    </p>
    ${details(
      "The same as tables, and the namespaces' quotas",
      markup`${table(
        "Pools at maximum scale",
        ["pool", "nodes needed", "resource", "used", "share"],
        pools.flatMap(({ pool, nodesNeeded, nodesMax, resources }) =>
          resources.map(({ resource, used, text }) => [
            pool,
            `${nodesNeeded} of ${nodesMax}`,
            resource,
            text,
            percent(used),
          ]),
        ),
      )}${
        namespaces.length === 0
          ? undefined
          : table(
              "Namespaces and their quotas at maximum scale",
              ["namespace", "resource", "used", "share"],
              namespaces.map(({ namespace, resource, used, text }) => [
                namespace,
                resource,
                text,
                percent(used),
              ]),
            )
      }`,
    )}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
