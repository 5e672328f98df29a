import assert from "node:assert/strict";
import { workersOfLocal } from "../../cli/local/burst";
import { scaledObjectName } from "../../environments/workload-names";
import { BY_HAND } from "../../modules/ownership/field-managers";
import { run } from "../../runtime/process/run";
import { type E2e, type Phase, testbedOf } from "../phase";

const GRACE_SECONDS = 120;

/** Objects of the same names as ours, as a second owner would apply them. */
export const ownership: Phase = {
  name: "ownership",
  title:
    "kubectl apply of foreign manifests changes neither grace nor scaling of our workers; Terraform, KEDA and the manager for changes by hand do",
  run: async (e2e) => {
    const { deployment } = workersOfLocal();
    const scaler = scaledObjectName(deployment);
    const grace = {
      spec: { template: { spec: { terminationGracePeriodSeconds: GRACE_SECONDS } } },
    };
    const patch = (kind: string, name: string, change: object, ...more: readonly string[]) =>
      kubectl(e2e, "patch", kind, name, "--type=merge", "-p", JSON.stringify(change), ...more);
    const scaling = { spec: { maxReplicaCount: 9 } };
    const refused = [
      ["grace", await patch("deployment", deployment, grace)],
      ["replicas", await patch("deployment", deployment, { spec: { replicas: 9 } })],
      ["scaling", await patch("scaledobject", scaler, scaling)],
      ["budget", await patch("pdb", deployment, { spec: { maxUnavailable: 9 } })],
      ["HPA of web", await patch("hpa", "montage-ai-web", { spec: { maxReplicas: 9 } })],
    ] as const;
    for (const [what, said] of refused) {
      assert.match(said, /belongs to fluxibri-core, and kubectl-patch would change its/, what);
      assert.match(said, /environments\/local\.ts and run npm run deploy -- local/, what);
    }
    const passed = [
      ["restart", await kubectl(e2e, "rollout", "restart", `deployment/${deployment}`)],
      ["scale", await kubectl(e2e, "scale", `deployment/${deployment}`, "--replicas=2")],
      ["by hand", await patch("deployment", deployment, grace, `--field-manager=${BY_HAND}`)],
      ["by hand", await patch("scaledobject", scaler, scaling, `--field-manager=${BY_HAND}`)],
    ] as const;
    for (const [what, said] of passed) assert.equal(said, "", what);
    // After /scale, whose entry in managedFields has no time, and over what was changed by hand.
    await e2e.project.deploy();
    const path = "jsonpath={.spec.template.spec.terminationGracePeriodSeconds}";
    const seconds = Number(await read(e2e, "deployment", deployment, "-o", path));
    assert.ok(seconds > GRACE_SECONDS, `the deploy takes the grace back: ${seconds} s`);
    return `${refused.length} changes refused with what to do instead; a restart, /scale and changes by hand pass; Terraform takes them back: grace ${seconds} s`;
  },
};

/** What kubectl was refused with; empty when it was let. */
async function kubectl(e2e: E2e, ...args: readonly string[]): Promise<string> {
  const ended = await run({ program: "kubectl", args: [...accessTo(e2e), ...args] });
  return ended.ok ? "" : ended.lastLines();
}

async function read(e2e: E2e, ...args: readonly string[]): Promise<string> {
  const ended = await run({ program: "kubectl", args: [...accessTo(e2e), "get", ...args] });
  if (!ended.ok) throw ended.failure("see the testbed");
  return ended.stdout;
}

function accessTo(e2e: E2e): readonly string[] {
  return ["--kubeconfig", testbedOf(e2e).kubeconfig, "-n", workersOfLocal().namespace];
}
