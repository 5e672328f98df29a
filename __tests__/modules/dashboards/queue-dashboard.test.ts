import { readFileSync } from "node:fs";
import { z } from "zod";
import {
  type QueueDashboardProps,
  queueDashboard,
} from "../../../modules/dashboards/queue-dashboard";
import { RUNBOOK_SECTIONS } from "../../../modules/dashboards/runbook";
import { SHOWN } from "../../support/dashboards";
import { groupingOf, SERIES, selectorsOf } from "../../support/series";

const panelShape = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  datasource: z.object({ type: z.string(), uid: z.string() }).optional(),
  fieldConfig: z
    .object({
      defaults: z.object({
        unit: z.string(),
        thresholds: z
          .object({ steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })) })
          .optional(),
      }),
    })
    .optional(),
  targets: z
    .array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() }))
    .optional(),
});
const boardShape = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  editable: z.literal(false),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(panelShape),
});
type ShownPanel = z.output<typeof panelShape>;

/** The dashboard as it is written down. */
function board(props: QueueDashboardProps = SHOWN) {
  return boardShape.parse(JSON.parse(JSON.stringify(queueDashboard(props))));
}

function panelsOf(props: QueueDashboardProps = SHOWN): readonly ShownPanel[] {
  return board(props).panels.filter(({ type }) => type !== "row");
}

function named(title: string, props: QueueDashboardProps = SHOWN): ShownPanel | undefined {
  return panelsOf(props).find((panel) => panel.title === title);
}

const overlap = ({ gridPos: a }: ShownPanel, { gridPos: b }: ShownPanel): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe("the queue dashboard", () => {
  test("has an address, and one variable: the data source", () => {
    const { uid, title, templating } = board();
    expect([uid, title]).toEqual(["montage-ai-queue", "montage-ai queue"]);
    expect(templating.list).toEqual([
      expect.objectContaining({ name: "datasource", type: "datasource" }),
    ]);
  });

  test("has panels with ids of their own that lie beside each other on the grid", () => {
    const { panels } = board();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.every(({ id }) => id > 0)).toBe(true);
    expect(panels.filter(({ gridPos: { x, w } }) => x < 0 || x + w > 24)).toEqual([]);
    const overlapping = panels.flatMap((panel, index) =>
      panels
        .slice(index + 1)
        .filter((other) => overlap(panel, other))
        .map(({ title }) => [panel.title, title]),
    );
    expect(overlapping).toEqual([]);
  });

  test("says with each panel what it means and where the runbook goes on", () => {
    for (const { title, description, fieldConfig, datasource, targets } of panelsOf()) {
      expect([title, description]).toEqual([
        title,
        expect.stringMatching(/^.{30,}\n\nRunbook \(docs\/runbook\.md\): .+\.$/),
      ]);
      expect([title, fieldConfig?.defaults.unit]).toEqual([title, expect.any(String)]);
      expect([title, datasource]).toEqual([title, { type: "prometheus", uid: "$datasource" }]);
      expect(targets?.length).toBeGreaterThan(0);
      expect(new Set(targets?.map(({ refId }) => refId)).size).toBe(targets?.length);
    }
  });

  test.each(RUNBOOK_SECTIONS)("the runbook has the section %s", (section) => {
    expect(readFileSync("docs/runbook.md", "utf8").split("\n")).toContain(`## ${section}`);
  });

  test("holds nothing that Terraform would take for a reference", () => {
    expect(JSON.stringify(queueDashboard(SHOWN))).not.toMatch(/[$%]\{/);
  });
});

describe("expressions", () => {
  const variants: readonly QueueDashboardProps[] = [
    SHOWN,
    { ...SHOWN, nodes: { inPools: false, autoscaler: false }, deletionCostKeeper: undefined },
  ];
  const exprs = variants.flatMap((props) =>
    panelsOf(props).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  );

  test("read known series by labels that these have", () => {
    expect(exprs.length).toBeGreaterThan(40);
    for (const expr of exprs) {
      for (const { series, labels } of selectorsOf(expr)) {
        expect(Object.keys(SERIES)).toContain(series);
        expect([expr, labels.filter((label) => !SERIES[series]?.includes(label))]).toEqual([
          expr,
          [],
        ]);
      }
    }
  });

  test("group and name lines by labels that some series of theirs has", () => {
    for (const { targets = [] } of variants.flatMap((props) => panelsOf(props))) {
      for (const { expr, legendFormat } of targets) {
        const known = new Set(selectorsOf(expr).flatMap(({ series }) => SERIES[series] ?? []));
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
        expect([
          expr,
          [...groupingOf(expr), ...shown].filter((label) => !known.has(label)),
        ]).toEqual([expr, []]);
      }
    }
  });

  test("read the workload's namespace, but for nodes, their autoscaler and alerts", () => {
    const elsewhere = /^(kube_node_|cluster_autoscaler_|ALERTS$)/;
    for (const expr of exprs) {
      for (const { series, labels } of selectorsOf(expr).filter(
        ({ series }) => !elsewhere.test(series),
      )) {
        expect([series, labels]).toEqual([
          series,
          expect.arrayContaining([expect.stringMatching(/^(exported_)?namespace$/)]),
        ]);
      }
    }
  });
});

describe("what it shows follows from the data", () => {
  test("texts of a worker speak of the library that keeps its jobs", () => {
    const [worker] = SHOWN.workers;
    if (worker === undefined) throw new Error("no worker");
    const celery = { ...SHOWN, workers: [{ ...worker, queue: "celery" as const }] };
    const textsOf = (props: QueueDashboardProps) =>
      JSON.stringify(panelsOf(props).map(({ description }) => description));
    expect(textsOf(SHOWN)).toContain("until RQ gives them up");
    expect(textsOf(celery)).toContain("(running_WORKER)");
    expect(textsOf(celery)).not.toContain("RQ");
  });

  test("limits are the worker's maximum, the HPA's target and the alerts' bounds", () => {
    const limit = (title: string) =>
      named(title)?.fieldConfig?.defaults.thresholds?.steps.at(-1)?.value;
    expect(
      ["worker: pods", "worker-long: pods", "web: pods", "web: CPU", "Use of claims"].map(limit),
    ).toEqual([24, 2, 10, 70, 0.85]);
  });

  test("a ScaledJob has no HPA that could be blind", () => {
    const legends = (title: string) =>
      named(title)?.targets?.map(({ legendFormat }) => legendFormat);
    expect(legends("worker: errors of the scaler")).toEqual(["errors", "HPA is blind"]);
    expect(legends("worker-long: errors of the scaler")).toEqual(["errors"]);
  });

  test("nodes are counted by pool where there are pools, and the autoscaler is shown where it is", () => {
    const machines = { ...SHOWN, nodes: { inPools: false, autoscaler: false } };
    expect(named("Ready nodes by pool")?.targets?.[0]?.expr).toContain("label_fluxibri_ai_pool");
    expect(named("Nodes that are ready", machines)?.targets?.[0]?.expr).not.toContain("label_");
    expect([named("cluster-autoscaler"), named("cluster-autoscaler", machines)]).toEqual([
      expect.anything(),
      undefined,
    ]);
  });

  test("no keeper is shown where no worker is scaled in, and no worker while KEDA is off", () => {
    const without = { ...SHOWN, workers: [], deletionCostKeeper: undefined };
    expect(
      panelsOf(without)
        .map(({ title }) => title)
        .filter((title) => /worker|Keeper/.test(title)),
    ).toEqual([]);
    expect(board(without).panels.length).toBeGreaterThan(8);
  });
});
