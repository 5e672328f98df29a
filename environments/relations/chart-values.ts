import { type ChartName, CHART_NAMES, chartNamed } from "../../addons";
import { type KeptValue, keptValues } from "../../addons/kit/kept";
import { isMapping, type Values } from "../../addons/kit/values";
import { projectValues } from "../chart-values";
import type { EnvironmentSpec } from "../schema";
import { installedCharts } from "../switched";
import { isMisplaced, misfitOf, type Shapes, shapesOf } from "./chart-value-shapes";
import type { Mismatch, Relation } from "./relation";

/** A value of an environment, or the removal of one. */
interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** An environment's own values have an effect, leave alone what is kept, and have the form of what they replace. */
export const chartValueRelations: readonly Relation[] = [
  {
    needs: [
      ...(["name", "cluster", "storage", "switches", "registry"] as const),
      ...(["platform", "vault", "alerts", "applications"] as const),
    ],
    check: (spec) =>
      CHART_NAMES.flatMap((chart) => {
        const own = spec.platform.chartValues?.[chart];
        return own === undefined ? [] : ofChart(spec, chart, own);
      }),
  },
];

function ofChart(spec: EnvironmentSpec, chart: ChartName, own: Values): readonly Mismatch[] {
  const place = ["platform", "chartValues", chart];
  if (!installedCharts(spec).includes(chart)) {
    return [
      {
        path: place,
        message: `have no effect: ${chart} is not installed here`,
        fix: "remove them, or switch it on",
      },
    ];
  }
  const { keeps, pods } = chartNamed(chart);
  const shapes = shapesOf(pods);
  const ours = projectValues(spec, chart, chart);
  return leavesOf(own, shapes).flatMap((leaf): readonly Mismatch[] => {
    const path = [...place, ...leaf.path];
    const kept = keptValues(keeps).find((one) => touches(leaf, pathOf(one)));
    if (kept !== undefined) {
      return [
        {
          path,
          message: `is kept by this project: with another value ${chart} ${kept.because}`,
          fix: `remove it; what ${kept.path} is, addons/ says for all environments`,
        },
      ];
    }
    const misfit = misfitOf(leaf.path, leaf.value, ours, shapes);
    return misfit === undefined ? [] : [{ path, ...misfit }];
  });
}

/** Every value that is no mapping, or a mapping in the wrong place; an empty mapping says nothing. */
function leavesOf(values: Values, shapes: Shapes, above: readonly string[] = []): readonly Leaf[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...above, key];
    return isMapping(value) && !isMisplaced(path, value, shapes)
      ? leavesOf(value, shapes, path)
      : [{ path, value }];
  });
}

/** Below a kept value, or in the place of a mapping that it is in. */
function touches({ path }: Leaf, kept: readonly string[]): boolean {
  return path.every((key, index) => index >= kept.length || kept[index] === key);
}

/** Dots inside a key are escaped, as for `helm --set`. */
function pathOf({ path }: KeptValue): readonly string[] {
  return path.split(/(?<!\\)\./).map((key) => key.replaceAll("\\.", "."));
}
