import { parse } from "yaml";
import { z } from "zod";
import type { ChartReleases } from "../../addons/kit/chart-facts";

/** A release in a chart repository's index.yaml: https://helm.sh/docs/topics/chart_repository/#the-index-file */
const releases = z.array(z.object({ version: z.string(), created: z.string() }));

/** Final releases; others (`-rc.1`) are for trying. */
const FINAL = /^v?(\d+)\.(\d+)\.(\d+)$/;

/** Minors that are kept: more than any project mends. */
const MOST_MINORS = 8;

/**
 * What an index says of a chart's releases. Only the chart's own part is parsed: an index has up
 * to tens of megabytes of other charts.
 *
 * @returns undefined where the index has no final release of it
 */
export function releasesIn(
  index: string,
  chart: string,
  looked: Pick<ChartReleases, "day" | "source">,
): ChartReleases | undefined {
  const found = releases.parse(parse(partOf(index, chart)) ?? []).flatMap(numbered);
  const [newest] = found.toSorted((left, right) => compare(right.numbers, left.numbers));
  if (newest === undefined) return undefined;
  const firsts = new Map<string, Numbered>();
  for (const each of found) {
    const minor = each.numbers.slice(0, 2).join(".");
    const known = firsts.get(minor);
    if (known === undefined || compare(each.numbers, known.numbers) < 0) firsts.set(minor, each);
  }
  const minors = [...firsts]
    .toSorted(([, left], [, right]) => compare(right.numbers, left.numbers))
    .slice(0, MOST_MINORS)
    .map(([minor, { day }]) => ({ minor, day }));
  return { newest: newest.numbers.join("."), minors, ...looked };
}

interface Numbered {
  readonly numbers: readonly number[];
  readonly day: string;
}

function numbered({ version, created }: z.output<typeof releases>[number]): readonly Numbered[] {
  const [, ...parts] = FINAL.exec(version) ?? [];
  const numbers = parts.map(Number);
  return numbers.length === 3 ? [{ numbers, day: created.slice(0, 10) }] : [];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const differing = left.findIndex((number, at) => number !== right[at]);
  return differing === -1 ? 0 : (left[differing] ?? 0) - (right[differing] ?? 0);
}

/** The list of a chart's releases: between its key below `entries` and the next one. */
function partOf(index: string, chart: string): string {
  const lines = index.split("\n");
  const start = lines.indexOf(`  ${chart}:`);
  if (start === -1) return "";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^( {2})?[^\s#-]/.test(line));
  return rest.slice(0, end === -1 ? rest.length : end).join("\n");
}
