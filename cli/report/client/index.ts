/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { PageData } from "../page/page";
import { recompute, type Recomputed, type WhatIfSettings } from "../what-if/recompute";
import { capacityChart, scalingChart } from "./charts";
import { legend } from "./elements";
import { unfoldForPrint } from "./paper";
import { stopAtWhatScrolls } from "./scroll-stops";
import { startTheme } from "./theme";
import { startWhatIf } from "./what-if";

/** What a person, or a test, may ask at the browser's console. */
interface PageApi {
  /** @throws Error for an environment that is not on the page */
  recompute(environment: string, settings: WhatIfSettings): Recomputed;
}

const data: PageData = JSON.parse(document.getElementById("report-data")?.textContent ?? "[]");

function named(name: string | undefined): PageData[number] {
  const found = data.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the page has no ${name}`);
  return found;
}

/** Charts are as wide as there is room; a folded or turned window gets new ones. */
function drawCharts(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const { chart, environment, index } = place.dataset;
    if (chart === "capacity") {
      place.replaceChildren(capacityChart(named(environment).capacity.pools, place.clientWidth));
    } else if (chart === "scaling") {
      const path = named(environment).scaling[Number(index)];
      if (path === undefined) continue;
      place.replaceChildren(
        legend("replicas", "nodes of the cluster"),
        scalingChart(path, place.clientWidth),
      );
    }
  }
}

drawCharts();
let width = document.body.clientWidth;
addEventListener("resize", () => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  drawCharts();
});
for (const form of document.querySelectorAll<HTMLFormElement>("form.what-if")) {
  startWhatIf(form, named(form.dataset["environment"]));
}
startTheme();
unfoldForPrint();
stopAtWhatScrolls();

const api: PageApi = {
  recompute: (environment, settings) => {
    const { whatIf } = named(environment);
    if (whatIf === undefined) throw new Error(`${environment} has no nodes`);
    return recompute(whatIf, settings);
  },
};
Object.assign(globalThis, { fluxibri: api });
