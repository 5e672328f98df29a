import assert from "node:assert/strict";
import { z } from "zod";
import { runSync } from "../../runtime/process/run-sync";
import { TESTBED_CONTEXT } from "../../testbed/kubeconfig";
import { type Phase, testbedOf } from "../phase";

const report = z.array(
  z.object({
    rules: z.array(
      z.object({
        id: z.string(),
        findings: z.array(
          z.object({ severity: z.string(), object: z.string(), message: z.string() }),
        ),
      }),
    ),
  }),
);

export const liveRules: Phase = {
  name: "live-rules",
  title: "The rules hold on the live cluster",
  run: (e2e) => {
    const { kubeconfig } = testbedOf(e2e);
    const { status, stdout, stderr } = runSync({
      program: process.execPath,
      args: [
        ...["scripts/run.mjs", "cli/check/index.ts", "--cluster", "--kubeconfig", kubeconfig],
        ...["--context", TESTBED_CONTEXT, "--environment", "local", "--json"],
      ],
      cwd: e2e.project.folder,
      mostBytes: 2 ** 28,
    });
    assert.ok(stdout.startsWith("["), `npm run check --cluster printed no report: ${stderr}`);
    const rules = report.parse(JSON.parse(stdout)).flatMap((checked) => checked.rules);
    const errors = rules.flatMap(({ id, findings }) =>
      findings
        .filter(({ severity }) => severity === "error")
        .map(({ object, message }) => `${id}: ${object} ${message}`),
    );
    assert.deepEqual(errors, [], "errors on the live cluster");
    assert.equal(status, 0, "exit status");
    const warnings = rules.flatMap(({ findings }) => findings).length;
    return Promise.resolve(`${rules.length} rules hold, ${warnings} warnings`);
  },
};
