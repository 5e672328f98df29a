import { findingsIn } from "./fixture";

describe("alert-receivers", () => {
  test("warns where nobody is named, with the file to name somebody in", () => {
    expect(findingsIn("invalid", "alert-receivers-none")).toEqual([
      {
        rule: "alert-receivers",
        severity: "warning",
        object: "Setting alerts.receivers",
        place: { kind: "file", file: "environments/local.ts" },
        message: "no receiver for critical alerts: they show in Alertmanager only",
        fix: 'add a receiver with severity "critical" to alerts.receivers in environments/local.ts',
      },
    ]);
  });

  test("warns where only warnings are told", () => {
    expect(findingsIn("invalid", "alert-receivers")).toHaveLength(1);
  });

  test("a heartbeat tells of no alert", () => {
    expect(findingsIn("invalid", "alert-receivers-heartbeat")).toHaveLength(1);
  });

  test("asks for nobody where nothing is measured", () => {
    expect(findingsIn("valid", "alert-receivers-not-measured")).toEqual([]);
  });
});
