import { appFacts } from "../../applications/montage-ai/contract";
import { SERIES } from "../support/series";

const { events, series } = appFacts();

/** Counters of what the web front does itself: Prometheus scrapes no other pod of the app. */
const recorded = new Set(
  Object.entries(events)
    .filter(([, files]) => files.some((file) => /^(web_ui\/|core\/job_store\.py$)/.test(file)))
    .map(([type]) => `montage_${type}_total`)
    .filter((name) => series.includes(name)),
);

// Every expression of alerts and dashboards reads nothing but SERIES: alert-series and queue-dashboard tests.
test("alerts and dashboards read of the app only what its web front records", () => {
  const ofTheApp = Object.keys(SERIES).filter((name) => name.startsWith("montage_"));
  expect(ofTheApp).not.toEqual([]);
  expect(ofTheApp.filter((name) => !recorded.has(name))).toEqual([]);
});

test("the time to preview, which no pod of web ever sees, would be noticed", () => {
  expect(series).toContain("montage_time_to_preview_seconds_bucket");
  expect(recorded).not.toContain("montage_time_to_preview_seconds_bucket");
  expect([...recorded]).toContain("montage_preview_requests_total");
});
