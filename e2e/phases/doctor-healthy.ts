import assert from "node:assert/strict";
import { doctorReport, runJson } from "../commands";
import type { Phase } from "../phase";

/** Before anything is deployed: later the simulated metrics APIs are findings, and rightly so. */
export const doctorHealthy: Phase = {
  name: "doctor-healthy",
  title: "The doctor finds nothing in a cluster in which nothing is wrong",
  run: async (e2e) => {
    const { status, report } = await runJson(e2e, "doctor", [], doctorReport);
    const errors = report.diagnoses.filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, [], "findings in a healthy cluster");
    assert.deepEqual(report.unread, [], "what was not read");
    assert.equal(status, 0, "exit status");
    return "exit status 0";
  },
};
