import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { freePorts } from "../../testbed/addresses";
import { waitFor } from "../../testbed/wait";
import { temporaryFolder } from "./temporary-folder";

/** What one series had, minute by minute, from an hour ago on. */
export type Recorded = Readonly<Record<string, (minute: number) => number | undefined>>;

/** A line of a graph: its labels, and its last value. */
export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly last: number;
}

const MINUTES = 60;
/** Seconds between a sample and a look: hardly any look falls on a sample. */
const OFFSET = 30;
const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

/** Whether `prometheus` and `promtool` are on this machine. */
export function hasPrometheus(): boolean {
  return ["prometheus", "promtool"].every(
    (program) => spawnSync(program, ["--version"]).status === 0,
  );
}

/** A real Prometheus with an hour of series; it scrapes nothing. */
export class Prometheus {
  private constructor(
    private readonly server: ChildProcess,
    private readonly address: string,
    private readonly start: number,
  ) {}

  static async with(recorded: Recorded): Promise<Prometheus> {
    const folder = temporaryFolder();
    const start = Math.floor(Date.now() / 60_000) * 60 - MINUTES * 60;
    writeFileSync(path.join(folder, "series.txt"), openMetrics(recorded, start));
    writeFileSync(path.join(folder, "prometheus.json"), "{}");
    const made = spawnSync(
      "promtool",
      ["tsdb", "create-blocks-from", "openmetrics", "series.txt", "data"],
      { cwd: folder, encoding: "utf8" },
    );
    if (made.status !== 0) throw new Error(made.stderr);
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const server = spawn(
      "prometheus",
      [
        "--config.file=prometheus.json",
        "--storage.tsdb.path=data",
        `--web.listen-address=${address}`,
      ],
      { cwd: folder, stdio: "ignore" },
    );
    await waitFor({ what: "Prometheus", timeoutMs: 60_000 }, async () =>
      (await fetch(`http://${address}/-/ready`)).ok ? true : undefined,
    );
    return new Prometheus(server, address, start);
  }

  /** The lines that a graph of the whole hour has. */
  async lines(expr: string): Promise<readonly Line[]> {
    const query = new URLSearchParams({
      query: expr,
      start: String(this.start + OFFSET),
      end: String(this.start + MINUTES * 60 - OFFSET),
      step: "60",
    });
    const response = await fetch(`http://${this.address}/api/v1/query_range?${query.toString()}`);
    const body: unknown = await response.json();
    const read = answer.safeParse(body);
    if (!read.success) throw new Error(`${expr}: ${JSON.stringify(body)}`);
    return read.data.data.result.map(({ metric, values }) => ({
      labels: metric,
      last: Number(values.at(-1)?.[1]),
    }));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill();
    await ended;
  }
}

/** https://prometheus.io/docs/specs/om/open_metrics_spec/: samples of one series together, in order. */
function openMetrics(recorded: Recorded, start: number): string {
  const lines = Object.entries(recorded).flatMap(([series, value]) =>
    Array.from({ length: MINUTES + 1 }, (_, minute) => {
      const sample = value(minute);
      return sample === undefined ? [] : [`${series} ${sample} ${start + minute * 60}`];
    }).flat(),
  );
  return `${lines.join("\n")}\n# EOF\n`;
}
