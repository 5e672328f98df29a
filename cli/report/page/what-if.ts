import type { EnvironmentReport } from "../model/report";
import type { WhatIfWorker } from "../model/what-if";
import { type Html, markup } from "./html";

/** Sliders, and the places that the page's program fills. */
export function whatIfPart({ name, whatIf }: EnvironmentReport): Html {
  if (whatIf === undefined) return markup`<p>No nodes are known.</p>`;
  const { workers, pools } = whatIf;
  const movable = pools.filter(({ limit, max }) => limit > max);
  const played = workers.filter(({ loop }) => loop !== undefined);
  return markup`<form class="what-if" data-environment="${name}" hidden>
      <fieldset>
        <legend>Pods at most</legend>
        ${workers.map(({ name: worker, max, limit }) =>
          slider(`${name}-${worker}`, "worker", worker, short(worker), 0, limit, max),
        )}
      </fieldset>
      ${
        movable.length === 0
          ? markup`<p class="note">The machines are there: their number can't be changed.</p>`
          : markup`<fieldset>
              <legend>Nodes at most</legend>
              ${movable.map(({ name: pool, min, max, limit }) =>
                slider(`${name}-pool-${pool}`, "pool", pool, pool, min, limit, max),
              )}
            </fieldset>`
      }
      ${
        played.length === 0
          ? undefined
          : markup`<fieldset>
              <legend>Jobs that come at once</legend>
              ${played.length > 1 ? workerChoice(`${name}-played`, played) : undefined}
              ${slider(`${name}-jobs`, "jobs", "jobs", "jobs waiting", 1, 200, 20)}
              ${slider(`${name}-seconds`, "seconds", "seconds", "seconds each job takes", 10, 3600, 300)}
            </fieldset>`
      }
      <button type="reset">As declared</button>
      <div class="result" role="status" aria-live="polite"></div>
      <div class="chart" data-chart="what-if"></div>
      <div class="waiting"></div>
    </form>
    <noscript
      ><p>The what-if needs JavaScript; it is in this file, and asks no network.</p></noscript
    >`;
}

/** Jobs come to one queue: its worker is played. */
function workerChoice(id: string, workers: readonly WhatIfWorker[]): Html {
  return markup`<div class="slider">
    <label for="${id}">for</label>
    <select id="${id}">
      ${workers.map(({ name }) => markup`<option value="${name}">${short(name)}</option>`)}
    </select>
  </div>`;
}

function slider(
  id: string,
  kind: string,
  key: string,
  label: string,
  min: number,
  max: number,
  value: number,
): Html {
  const plain = id.replace(/[^\w-]+/g, "-");
  return markup`<div class="slider">
    <label for="${plain}">${label}</label>
    <input
      type="range"
      id="${plain}"
      data-kind="${kind}"
      data-key="${key}"
      min="${min}"
      max="${max}"
      step="1"
      value="${value}"
    />
    <output for="${plain}">${value}</output>
  </div>`;
}

function short(worker: string): string {
  return worker.split("/").at(-1) ?? worker;
}
