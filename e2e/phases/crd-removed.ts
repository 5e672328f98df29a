import assert from "node:assert/strict";
import { z } from "zod";
import { run } from "../../runtime/process/run";
import { waitFor } from "../../testbed/wait";
import { SIMULATED, withoutAging } from "../breakages/simulated";
import { type DoctorReport, doctorReport, runJson } from "../commands";
import { type E2e, type Phase, testbedOf } from "../phase";

const DEFINITION = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  name: "scaledobjects.keda.sh",
};
const TIMEOUT_MS = 120_000;
const INTERVAL_MS = 5_000;
const MINUTES = 15;
const scaledObject = z.looseObject({
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string() })),
  }),
});

/** From the broken cluster to a healthy one by nothing but what messages print. */
export const crdRemoved: Phase = {
  name: "crd-removed",
  title:
    "A CustomResourceDefinition of KEDA that was deleted by hand comes back by the command that the doctor prints",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    await client.remove(DEFINITION);
    await waitFor({ what: "the definition to go", timeoutMs: TIMEOUT_MS }, async () =>
      (await client.read(DEFINITION)) === undefined ? true : undefined,
    );
    const deploy = await e2e.project.start("cli/deploy/index.ts", ["local", "--yes"]).ended;
    assert.notEqual(deploy.status, 0, "a deploy without the kind fails");
    assert.match(deploy.stderr + deploy.stdout, /npm run doctor -- local/, "where it leads to");
    const [first] = (await examine(e2e)).diagnoses;
    assert.equal(first?.id, "api-missing", JSON.stringify(first));
    const { command = "" } = first;
    e2e.say(`  ${command}`);
    const repair = await run({
      program: "bash",
      args: ["-c", `${command} --yes`],
      cwd: e2e.project.folder,
      env: e2e.project.environment(),
      timeoutSeconds: MINUTES * 60,
    });
    assert.ok(repair.ok, `${command}: ${repair.stderr}`);
    await waitFor(
      { what: "KEDA to scale again", timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS },
      async () => {
        const found = await client.list("keda.sh/v1alpha1", "ScaledObject");
        const ready = found.some((each) =>
          scaledObject
            .parse(each)
            .status.conditions.some(({ type, status }) => type === "Ready" && status === "True"),
        );
        return ready ? true : undefined;
      },
    );
    await waitFor(
      { what: "the doctor to find no more", timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS },
      async () => {
        const errors = (await examine(e2e)).diagnoses.filter(
          ({ severity }) => severity === "error",
        );
        const left = withoutAging(errors.map(({ id, object }) => `${id} ${object}`)).filter(
          (error) => !SIMULATED.includes(error),
        );
        if (left.length > 0) throw new Error(left.join("; "));
        return true;
      },
    );
    const planned = await e2e.project.start("cli/plan/index.ts", ["local"]).ended;
    assert.equal(planned.status, 0, `a plan afterwards has no change:\n${planned.stdout}`);
    return `deploy fails and names the doctor; its command makes Helm install again; the ScaledObject is ready, nothing is wrong, no change is planned`;
  },
};

async function examine(e2e: E2e): Promise<DoctorReport> {
  return (await runJson(e2e, "doctor", ["local"], doctorReport)).report;
}
