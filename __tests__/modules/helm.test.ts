import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../environments/errors";
import { chartPins, parseChartPins } from "../../environments/chart-pins";
import { chartSource, checkCharts } from "../../modules/helm/chart-source";
import { installedCharts } from "../../environments/switched";
import type { ChartVersions, EnvironmentSpec } from "../../environments/schema";
import { specOf } from "../support/synth";
import { temporaryFolder } from "../support/temporary-folder";

function errorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Staging with its charts from a mirror, and some of them in versions of its own. */
function from(chartMirror: string | null, chartVersions: ChartVersions = {}): EnvironmentSpec {
  const spec = specOf("staging");
  return { ...spec, switches: { ...spec.switches, chartMirror, chartVersions } };
}

describe("chart pins", () => {
  test("are exact and have a repository", () => {
    expect(chartPins().keda).toEqual({
      repository: "https://kedacore.github.io/charts",
      version: "2.21.1",
    });
  });

  test("a range, a missing chart and an unknown key are reported together", () => {
    const charts = Object.fromEntries(
      Object.entries(chartPins()).filter(([name]) => name !== "metrics-server"),
    );
    const text = JSON.stringify({
      charts: {
        ...charts,
        keda: { ...chartPins().keda, version: "^2.20.0" },
        kedda: chartPins().keda,
      },
    });
    const paths = errorOf(() => parseChartPins(text)).issues.map((issue) => issue.path);
    expect(paths.sort()).toEqual(["charts.keda.version", "charts.kedda", "charts.metrics-server"]);
  });

  test("text that is not YAML says so", () => {
    expect(errorOf(() => parseChartPins("charts: [")).message).toContain("is not YAML");
  });
});

describe("chart source", () => {
  let mirror: string;
  beforeEach(() => {
    mirror = mkdtempSync(path.join(tmpdir(), "charts-"));
  });
  afterEach(() => rmSync(mirror, { recursive: true }));

  function unpack(name: string, version: string): void {
    mkdirSync(path.join(mirror, "keda"));
    writeFileSync(
      path.join(mirror, "keda", "Chart.yaml"),
      `name: ${name}\nversion: "${version}"\nappVersion: x\n`,
    );
  }

  test("is the pin's repository without a mirror", () => {
    expect(chartSource("keda", from(null))).toEqual({ chart: "keda", ...chartPins().keda });
  });

  test.each(["https://charts.example.com", "oci://registry.example.com/charts"])(
    "is the repository %s with that mirror",
    (repository) => {
      expect(chartSource("keda", from(repository))).toEqual({
        chart: "keda",
        repository,
        version: "2.21.1",
      });
    },
  );

  test("is the absolute path of an unpacked chart of the pinned version", () => {
    unpack("keda", "2.21.1");
    const relative = path.relative(process.cwd(), mirror);
    expect(chartSource("keda", from(relative))).toEqual({
      chart: path.join(mirror, "keda"),
      version: "2.21.1",
    });
  });

  test("is the absolute path of an archive", () => {
    writeFileSync(path.join(mirror, "keda-2.21.1.tgz"), "");
    expect(chartSource("keda", from(mirror)).chart).toBe(path.join(mirror, "keda-2.21.1.tgz"));
  });

  test("an unpacked chart of another version is refused, naming both", () => {
    unpack("keda", "2.19.0");
    const { message } = errorOf(() => chartSource("keda", from(mirror)));
    expect(message).toContain("keda 2.19.0");
    expect(message).toContain("keda 2.21.1");
  });

  test("everything that a folder lacks is reported at once, with the paths looked for and the fix", () => {
    const { issues } = errorOf(() => checkCharts(["keda", "metrics-server"], from(mirror)));
    expect(issues.map((issue) => issue.path)).toEqual(["charts.keda", "charts.metrics-server"]);
    expect(issues[0]?.message).toContain(path.join(mirror, "keda", "Chart.yaml"));
    expect(issues[0]?.message).toContain(path.join(mirror, "keda-2.21.1.tgz"));
    expect(issues[0]?.fix).toContain(
      "helm pull keda --repo https://kedacore.github.io/charts --version 2.21.1",
    );
  });
});

describe("a chart version of the environment's own", () => {
  test("is installed in place of the pin, from the pin's repository", () => {
    expect(chartSource("keda", from(null, { keda: "2.20.1" }))).toEqual({
      chart: "keda",
      repository: "https://kedacore.github.io/charts",
      version: "2.20.1",
    });
  });

  test("leaves the other charts at their pins", () => {
    const environment = from(null, { keda: "2.20.1" });
    expect(chartSource("metrics-server", environment).version).toBe(
      chartPins()["metrics-server"].version,
    );
  });

  test("is found as an archive beside the unpacked chart of the pinned version", () => {
    const mirror = temporaryFolder();
    mkdirSync(path.join(mirror, "keda"));
    writeFileSync(path.join(mirror, "keda", "Chart.yaml"), "name: keda\nversion: 2.21.1\n");
    writeFileSync(path.join(mirror, "keda-2.20.1.tgz"), "");
    expect(chartSource("keda", from(mirror, { keda: "2.20.1" })).chart).toBe(
      path.join(mirror, "keda-2.20.1.tgz"),
    );
    expect(chartSource("keda", from(mirror)).chart).toBe(path.join(mirror, "keda"));
  });

  test("that a folder lacks is reported where it is written: in the switches", () => {
    const environment = from(temporaryFolder(), { keda: "2.20.1" });
    expect(errorOf(() => chartSource("keda", environment)).issues).toEqual([
      expect.objectContaining({
        file: "environments/staging.switches.json",
        path: "chartVersions.keda",
        value: "2.20.1",
        fix: expect.stringContaining("--version 2.20.1"),
      }),
    ]);
  });
});

describe("charts of an environment", () => {
  test("are its switches, the CRDs before the stack that needs them, and its storage driver", () => {
    expect(installedCharts(specOf("staging"))).toEqual([
      "prometheus-operator-crds",
      "keda",
      "kube-prometheus-stack",
      "prometheus-adapter",
      "external-secrets",
      "csi-driver-nfs",
    ]);
  });
});
