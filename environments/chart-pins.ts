import { parse } from "yaml";
import { z } from "zod";
import { CHART_NAMES } from "../addons";
import { ConfigurationError, type ConfigurationIssue } from "./errors";
import { projectText } from "./project-text";
import { chartVersion } from "./schema/charts";
import { valueAt } from "./value-at";

/** The file with the pins, at the top of the project. */
export const PINS_FILE = "charts.yaml";

const pin = z.strictObject({
  /** The chart's own repository, when no mirror is set. */
  repository: z.string().regex(/^(https|oci):\/\/\S+$/, "must be an https:// or oci:// repository"),
  version: chartVersion,
});

const pins = z.strictObject({ charts: z.record(z.enum(CHART_NAMES), pin) });

export type ChartPin = z.output<typeof pin>;
/** Pin of every chart, by the chart's name. */
export type ChartPins = z.output<typeof pins>["charts"];

let read: ChartPins | undefined;

/**
 * The pins of all charts, read once.
 *
 * @throws ConfigurationError when charts.yaml is not as it should be
 */
export function chartPins(): ChartPins {
  read ??= parseChartPins(projectText(PINS_FILE));
  return read;
}

/**
 * Pins out of the text of charts.yaml.
 *
 * @throws ConfigurationError with everything that is wrong with it
 */
export function parseChartPins(text: string): ChartPins {
  const data = parseYaml(text);
  const result = pins.safeParse(data);
  if (result.success) return result.data.charts;
  throw new ConfigurationError(result.error.issues.flatMap((issue) => pinIssues(issue, data)));
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ConfigurationError([
      {
        file: PINS_FILE,
        path: "",
        value: undefined,
        message: `is not YAML: ${String(error)}`,
        fix: "correct the syntax",
      },
    ]);
  }
}

function pinIssues(issue: z.core.$ZodIssue, data: unknown): readonly ConfigurationIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      file: PINS_FILE,
      path: [...issue.path, key].join("."),
      value: valueAt(data, [...issue.path, key]),
      message: `unknown key "${key}"`,
      fix: "remove it, or add the chart's object (addons/<chart>.ts) and run npm run generate",
    }));
  }
  return [
    {
      file: PINS_FILE,
      path: issue.path.join("."),
      value: valueAt(data, issue.path),
      message: issue.message,
      fix: "write `repository: https://…` and `version: <major>.<minor>.<patch>` (a string)",
    },
  ];
}
