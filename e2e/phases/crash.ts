import assert from "node:assert/strict";
import path from "node:path";
import { works } from "../../runtime/process/run-sync";
import { waitFor } from "../../testbed/wait";
import { type Phase, testbedOf } from "../phase";

const COMPONENT = "kube-scheduler";

export const crash: Phase = {
  name: "crash",
  title: "A component that dies is reported with the end of its log",
  run: async (e2e) => {
    const testbed = testbedOf(e2e);
    const reports: string[] = [];
    testbed.onEvent((line) => reports.push(line));
    const kubeconfig = path.join(e2e.folder, "testbed", `${COMPONENT}.kubeconfig`);
    assert.ok(works("pkill", ["-KILL", "-f", kubeconfig]), "a scheduler to kill");
    const report = await waitFor({ what: "the report", timeoutMs: 10_000 }, () =>
      Promise.resolve(reports.find((line) => line.startsWith(COMPONENT))),
    );
    assert.match(report, /^kube-scheduler ended \(SIGKILL\); the end of its log:\n.+/);
    await testbed.restart(COMPONENT);
    return `${report.split("\n").length - 1} lines of its log; started again`;
  },
};
