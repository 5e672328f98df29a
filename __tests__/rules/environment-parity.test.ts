import { ALLOWED_DIFFERENCES } from "../../environments/parity";
import { findingsIn } from "./fixture";

describe("environment-parity", () => {
  test("refuses a difference that nobody allowed, with both values and both ways out", () => {
    expect(findingsIn("invalid", "environment-parity")).toEqual([
      {
        rule: "environment-parity",
        severity: "error",
        object: "Setting applications[montage-ai].web.port",
        place: { kind: "file", file: "environments/production.ts" },
        message: "is 8080 in staging and 9090 in production: production is not what was rehearsed",
        fix: 'set it to one value in environments/staging.ts and environments/production.ts, or add { path: "applications[montage-ai].web.port", reason: "…" } to environments/parity.ts',
      },
    ]);
  });

  test("names the switches file for a switch", () => {
    expect(findingsIn("invalid", "environment-parity-switch")).toEqual([
      {
        rule: "environment-parity",
        severity: "error",
        object: "Setting switches.addons.prometheus-adapter",
        place: { kind: "file", file: "environments/production.switches.json" },
        message: "is true in staging and false in production: production is not what was rehearsed",
        fix: 'set it to one value in environments/staging.switches.json and environments/production.switches.json, or add { path: "switches.addons.prometheus-adapter", reason: "…" } to environments/parity.ts',
      },
    ]);
  });

  test("tells a member of a list that only one has by its name", () => {
    const findings = findingsIn("invalid", "environment-parity-worker-missing");
    expect(findings.map(({ severity, object }) => `${severity} ${object}`)).toEqual([
      "error Setting applications[montage-ai].workers[worker]",
      "error Setting applications[montage-ai].workers[worker-heavy]",
      "warning Setting applications[montage-ai].workers[worker].scaling",
      "warning Setting applications[montage-ai].workers[worker-heavy].scaling",
    ]);
    expect(findings[0]?.message).toMatch(/^is \{"name":"worker".{64}… in staging and not set in/);
  });

  test("compares lists without names as a whole", () => {
    expect(findingsIn("invalid", "environment-parity-list")).toMatchObject([
      {
        object: "Setting applications[montage-ai].workers[worker].queues",
        message:
          'is ["default","heavy"] in staging and ["default","slow"] in production: production is not what was rehearsed',
      },
    ]);
  });

  // An entry for all of `cluster` would allow this as well.
  test("sees another Kubernetes version among clusters that have little in common", () => {
    expect(findingsIn("invalid", "environment-parity-kubernetes-version")).toMatchObject([
      { severity: "error", object: "Setting cluster.kubernetesVersion" },
    ]);
  });

  // The valid fixture has values of charts that staging does not install.
  test("refuses values of a chart that both install and one alone has", () => {
    expect(findingsIn("invalid", "environment-parity-chart-values")).toMatchObject([
      {
        severity: "error",
        object: "Setting platform.chartValues.keda.operator.replicaCount",
        message: "is not set in staging and 3 in production: production is not what was rehearsed",
      },
    ]);
  });

  test("warns of an allowed difference that is none any more", () => {
    expect(findingsIn("invalid", "environment-parity-no-difference")).toEqual([
      {
        rule: "environment-parity",
        severity: "warning",
        object: "Setting vault.role",
        place: { kind: "file", file: "environments/parity.ts" },
        message:
          "is allowed to differ, but staging and production have it in common: the next difference would go unnoticed",
        fix: 'remove the entry "vault.role"',
      },
    ]);
  });

  test("no path is allowed twice, or below another", () => {
    const paths = ALLOWED_DIFFERENCES.map(({ path }) => path);
    const doubled = paths.filter((path) =>
      paths.some((other) => other !== path && path.startsWith(other)),
    );
    expect(doubled).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
