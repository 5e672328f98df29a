import type { GpuReport, PoolReport } from "../model/nodes";
import { type Html, markup } from "./html";

/** Width of a GiB of a card's memory, in hundredths of the text's height: cards of all pools have one scale. */
const GIB_WIDTH = 28;

/** Cards and slices of one node of each pool, to the scale of their memory. */
export function gpuDrawing(pools: readonly PoolReport[]): Html | undefined {
  const drawn = pools.flatMap(({ name, max, gpus }) =>
    gpus === undefined ? [] : [cardsOf(name, max, gpus)],
  );
  if (drawn.length === 0) return undefined;
  return markup`<div class="keep">
    <h4>GPUs of one node, to the scale of their memory</h4>
    <ul class="gpus">
      ${drawn}
    </ul>
  </div>`;
}

function cardsOf(pool: string, max: number, gpus: GpuReport): Html {
  const { model, count, memoryGiB, sharing, parts } = gpus;
  const width = (memoryGiB * GIB_WIDTH) / 100;
  const cards = Array.from({ length: count }, () => {
    const slices = parts.map(({ name, share, memoryGiB: own }) => {
      const size = sharing === "time-sliced" ? 1 / parts.length : share;
      return markup`<span
        class="slice"
        style="flex-basis:${(100 * size).toFixed(2)}%"
        title="${name}, ${own} GiB"
        >${name === "whole" ? `${own} GiB` : name}</span
      >`;
    });
    return markup`<span class="card" style="width:${width.toFixed(2)}rem">${slices}</span>`;
  });
  const turns = sharing === "time-sliced" ? `, ${parts.length} pods take turns on all of it` : "";
  return markup`<li>
    <span class="pool-name">${pool}</span>
    <span
      >${count} x ${model}, ${memoryGiB} GiB each, ${sharing}${turns}; up to ${max}
      ${max === 1 ? "node" : "nodes"}</span
    ><span class="cards">${cards}</span>
  </li>`;
}
