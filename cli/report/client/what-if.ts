import type { WhatIfInput, WhatIfWorker } from "../model/what-if";
import type { PageData } from "../page/page";
import {
  changedSituation,
  declaredSettings,
  type Recomputed,
  recompute,
  type WhatIfSettings,
} from "../what-if/recompute";
import { shareText } from "../what-if/share-text";
import { waitingOf } from "../what-if/waiting";
import { capacityChart, waitingChart } from "./charts";
import { element, legend } from "./elements";

/** A slider that moves asks for many results: the last one is computed. */
const PAUSE_MS = 60;

/** Makes the sliders of an environment work. */
export function startWhatIf(form: HTMLFormElement, { whatIf }: PageData[number]): void {
  if (whatIf === undefined) return;
  form.hidden = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => showResult(form, whatIf);
  const later = () => {
    showValues(form);
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MS);
  };
  form.addEventListener("input", later);
  // The event comes before the values are back.
  form.addEventListener("reset", () => setTimeout(later, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

function sliders(form: HTMLFormElement): readonly HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=range]")];
}

/** On paper there are figures of what is changed only: the others are above. */
function isMoved({ value, defaultValue }: HTMLInputElement): boolean {
  return value !== defaultValue;
}

function showValues(form: HTMLFormElement): void {
  for (const { id, value } of sliders(form)) {
    const output = form.querySelector(`output[for="${CSS.escape(id)}"]`);
    if (output !== null) output.textContent = value;
  }
}

function settingsOf(form: HTMLFormElement, input: WhatIfInput): WhatIfSettings {
  const chosen = (kind: string) =>
    Object.fromEntries(
      sliders(form)
        .filter(({ dataset }) => dataset["kind"] === kind)
        .map(({ dataset, valueAsNumber }) => [dataset["key"] ?? "", valueAsNumber]),
    );
  const { workers, pools } = declaredSettings(input);
  return { workers: { ...workers, ...chosen("worker") }, pools: { ...pools, ...chosen("pool") } };
}

function valueOf(form: HTMLFormElement, kind: string): number {
  return sliders(form).find(({ dataset }) => dataset["kind"] === kind)?.valueAsNumber ?? 0;
}

function showResult(form: HTMLFormElement, input: WhatIfInput): void {
  const settings = settingsOf(form, input);
  form.classList.toggle("changed", sliders(form).some(isMoved));
  const result = recompute(input, settings);
  form.querySelector(".result")?.replaceChildren(...verdict(result));
  const situation = changedSituation(input.situation, settings);
  const pools = result.pools.map(({ resources, ...pool }) => ({
    ...pool,
    resources: resources.map(({ resource, used }) => ({
      resource,
      used,
      text: shareText(situation, pool.pool, resource, used),
    })),
  }));
  const chart = form.querySelector('[data-chart="what-if"]');
  chart?.replaceChildren(...(pools.length === 0 ? [] : [capacityChart(pools, form.clientWidth)]));
  showWaiting(form, input, settings, result);
}

const VERDICTS: Readonly<Record<Recomputed["fits"], string>> = {
  yes: "All pods have a place.",
  no: "Not all pods run.",
  unknown: "No placement was found, and none was proven impossible.",
};

function verdict({ fits, findings, pods }: Recomputed): readonly Element[] {
  const pending = pods.flatMap(({ name, wanted, placed }) =>
    placed < wanted
      ? [
          element(
            "li",
            `${name}: ${placed} of ${wanted} have a place, ${wanted - placed} stay Pending`,
          ),
        ]
      : [],
  );
  const list = [...pending, ...findings.map((finding) => element("li", finding))];
  const items = element("ul", "");
  items.append(...list);
  return [element("p", VERDICTS[fits], `verdict ${fits}`), ...(list.length === 0 ? [] : [items])];
}

function showWaiting(
  form: HTMLFormElement,
  input: WhatIfInput,
  settings: WhatIfSettings,
  { pods }: Recomputed,
): void {
  const burst = { jobs: valueOf(form, "jobs"), seconds: valueOf(form, "seconds") };
  const situation = changedSituation(input.situation, settings);
  const worker = playedWorker(form, input);
  const shown = [worker].flatMap((one) => {
    const placed = pods.find(({ name }) => name === one?.name)?.placed;
    if (one?.loop === undefined || placed === undefined) return [];
    const { name, loop } = one;
    const waiting = waitingOf(loop, name, situation, placed, burst);
    if (waiting === undefined) return [element("p", `${name}: no pod has a place.`)];
    const left = waiting.unfinished > 0 ? `, ${waiting.unfinished} were not done after a day` : "";
    const words = `${name}, ${burst.jobs} jobs at once, ${burst.seconds} s each: half of them wait at most ${duration(waiting.p50)}, 95 % at most ${duration(waiting.p95)}; up to ${waiting.mostRunning} run at a time${left}.`;
    return [
      element("p", words),
      legend("jobs, waiting or running", "workers that take jobs"),
      waitingChart(waiting.samples, form.clientWidth),
    ];
  });
  form.querySelector(".waiting")?.replaceChildren(...shown);
}

/** The one that is chosen, or the only one that the model plays. */
function playedWorker(form: HTMLFormElement, { workers }: WhatIfInput): WhatIfWorker | undefined {
  const chosen = form.querySelector("select")?.value;
  return workers.find(({ name, loop }) =>
    chosen === undefined ? loop !== undefined : name === chosen,
  );
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
