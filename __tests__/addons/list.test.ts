import { ADDONS, CHART_NAMES, PLATFORM_CHARTS } from "../../addons";
import { chartPins } from "../../environments/chart-pins";
import { renderList } from "../../scripts/references/lists/addon-list";

test("the list has the charts in the order of charts.yaml", () => {
  expect(Object.keys(chartPins())).toEqual(CHART_NAMES);
});

test("an add-on comes after the ones that it names, and they are there", () => {
  const order = PLATFORM_CHARTS.map(({ name }) => `${name}`);
  for (const { name, after = [] } of PLATFORM_CHARTS) {
    for (const earlier of after) {
      expect(order).toContain(earlier);
      expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(name));
    }
  }
});

test("an add-on needs only add-ons that are there", () => {
  const names = ADDONS.map(({ name }) => `${name}`);
  for (const { needs } of ADDONS) if (needs !== undefined) expect(names).toContain(needs.addon);
});

test("an object is imported from the file of its chart, under its name in camel case", () => {
  expect(renderList(["metrics-server", "keda"])).toContain(
    [
      'import { keda } from "./keda";',
      'import { metricsServer } from "./metrics-server";',
      "",
      "/** Every chart that this project installs. */",
      "export const CHARTS = [",
      "  metricsServer,",
      "  keda,",
      "] as const;",
    ].join("\n"),
  );
});
