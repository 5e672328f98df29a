import { montageAi } from "../../applications/montage-ai";
import { readFileSync } from "node:fs";
import { Testing, TerraformStack } from "cdktf";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { Monitoring } from "../../modules/monitoring/monitoring";
import { SHOWN } from "../support/dashboards";
import { groupingOf, SERIES, selectorsOf } from "../support/series";

const shape = z.object({
  spec: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) }),
    ),
  }),
});

/** Expressions of all alerts. */
function expressions(): readonly string[] {
  const stack = new TerraformStack(Testing.app(), "stack");
  new Monitoring(stack, "monitoring", {
    ...SHOWN,
    alertPrefix: montageAi.alertPrefix,
    signals: montageAi.signals,
    queue: montageAi.queue,
    hasWeb: true,
    kedaNamespace: "keda",
    queueMetrics: "queue-metrics",
    syncedSecrets: true,
  });
  const { resource } = z
    .object({
      resource: z.object({
        kubernetes_manifest: z.record(z.string(), z.object({ manifest: z.unknown() })),
      }),
    })
    .parse(JSON.parse(Testing.synth(stack)));
  return Object.values(resource.kubernetes_manifest).flatMap(({ manifest }) => {
    const { success, data } = shape.safeParse(manifest);
    return success ? data.spec.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)) : [];
  });
}

test("alerts read known series by labels that these have", () => {
  const exprs = expressions();
  expect(exprs.length).toBeGreaterThan(15);
  for (const expr of exprs) {
    const selectors = selectorsOf(expr);
    expect(selectors).not.toEqual([]);
    const known = new Set(selectors.flatMap(({ series }) => SERIES[series] ?? []));
    expect([expr, groupingOf(expr).filter((label) => !known.has(label))]).toEqual([expr, []]);
    for (const { series, labels } of selectors) {
      expect(Object.keys(SERIES)).toContain(series);
      expect([expr, labels.filter((label) => !SERIES[series]?.includes(label))]).toEqual([
        expr,
        [],
      ]);
    }
  }
});

// The program names each series, whose selectors above would otherwise be believed.
test("what is read from the queue metrics and the image probe is what their programs tell", () => {
  const [queues, images] = [
    "modules/queue-metrics/queue_metrics.py",
    "modules/image-probe/probe_images.py",
  ].map((program) => readFileSync(projectFile(program), "utf8"));
  const told = Object.keys(SERIES).filter(
    (series) => queues?.includes(`"${series}": "`) || images?.includes(`"# TYPE ${series} gauge"`),
  );
  const read = new Set(
    expressions()
      .flatMap(selectorsOf)
      .map(({ series }) => series),
  );
  const own = [...read].filter((series) => /^fluxibri_/.test(series));
  expect(own.length).toBeGreaterThan(4);
  for (const series of own) expect(told).toContain(series);
});

test("a misspelt series or label would be noticed", () => {
  expect(
    selectorsOf(
      'sum by (pod) (rate(kube_pods{namespace="a",x=~"y(z)"}[5m])) > 0 and on () up == 1',
    ),
  ).toEqual([
    { series: "kube_pods", labels: ["namespace", "x"] },
    { series: "up", labels: [] },
  ]);
});
