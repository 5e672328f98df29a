import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../environments/errors";
import { chartPins, parseChartPins } from "../../environments/chart-pins";
import { chartSource, checkCharts } from "../../modules/helm/chart-source";
import { environmentCharts } from "../../modules/helm/environment-charts";
import { specOf } from "../support/synth";

function errorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("chart pins", () => {
  test("are exact and have a repository", () => {
    expect(chartPins().keda).toEqual({
      repository: "https://kedacore.github.io/charts",
      version: "2.20.2",
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
    expect(chartSource("keda", null)).toEqual({ chart: "keda", ...chartPins().keda });
  });

  test.each(["https://charts.example.com", "oci://registry.example.com/charts"])(
    "is the repository %s with that mirror",
    (repository) => {
      expect(chartSource("keda", repository)).toEqual({
        chart: "keda",
        repository,
        version: "2.20.2",
      });
    },
  );

  test("is the absolute path of an unpacked chart of the pinned version", () => {
    unpack("keda", "2.20.2");
    const relative = path.relative(process.cwd(), mirror);
    expect(chartSource("keda", relative)).toEqual({
      chart: path.join(mirror, "keda"),
      version: "2.20.2",
    });
  });

  test("is the absolute path of an archive", () => {
    writeFileSync(path.join(mirror, "keda-2.20.2.tgz"), "");
    expect(chartSource("keda", mirror).chart).toBe(path.join(mirror, "keda-2.20.2.tgz"));
  });

  test("an unpacked chart of another version is refused, naming both", () => {
    unpack("keda", "2.19.0");
    const { message } = errorOf(() => chartSource("keda", mirror));
    expect(message).toContain("keda 2.19.0");
    expect(message).toContain("keda 2.20.2");
  });

  test("everything that a folder lacks is reported at once, with the paths looked for and the fix", () => {
    const { issues } = errorOf(() => checkCharts(["keda", "metrics-server"], mirror));
    expect(issues.map((issue) => issue.path)).toEqual(["charts.keda", "charts.metrics-server"]);
    expect(issues[0]?.message).toContain(path.join(mirror, "keda", "Chart.yaml"));
    expect(issues[0]?.message).toContain(path.join(mirror, "keda-2.20.2.tgz"));
    expect(issues[0]?.fix).toContain(
      "helm pull keda --repo https://kedacore.github.io/charts --version 2.20.2",
    );
  });
});

describe("charts of an environment", () => {
  test("are its switches, the CRDs before the stack that needs them, and its storage driver", () => {
    expect(environmentCharts(specOf("staging"))).toEqual([
      "prometheus-operator-crds",
      "keda",
      "kube-prometheus-stack",
      "prometheus-adapter",
      "external-secrets",
      "csi-driver-nfs",
    ]);
  });
});
