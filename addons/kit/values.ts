/** Values of a chart, or a mapping in them. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A mapping in the values by its key; empty where there is none. */
export function mappingIn(values: Values, key: string): Values {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return isMapping(value) ? value : {};
}

/**
 * Values over values, as Helm puts one `--values` over another: mappings are merged, all else,
 * lists too, is replaced. A null stays in the result, where it takes away the chart's own default.
 * https://helm.sh/docs/chart_template_guide/values_files/#deleting-a-default-key
 */
export function mergeValues(under: Values, over: Values): Values {
  const merged = Object.entries(over).map(([key, value]) => {
    const before = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isMapping(before) && isMapping(value) ? mergeValues(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(merged) };
}
