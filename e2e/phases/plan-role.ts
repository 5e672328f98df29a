import assert from "node:assert/strict";
import path from "node:path";
import { planAccess } from "../../cli/policy/plan-access";
import { synthesize } from "../../cli/synthesis/synthesize";
import { PLAN_GROUP } from "../../environments/plan-group";
import { readSynthesized } from "../../inventory/synthesized";
import { ClusterClient } from "../../runtime/cluster-client";
import { waitFor } from "../../testbed/wait";
import { workersOfLocal } from "../../cli/local/burst";
import { type E2e, type Phase, testbedOf } from "../phase";

const POLICY = "ValidatingAdmissionPolicy";
const NOTE = { metadata: { annotations: { "example.com/note": "x" } } };

/** What `npm run policy` gives the role that plans, on a real API server with the real provider. */
export const planRole: Phase = {
  name: "plan-role",
  title: "The role that plans can plan every stack, and change nothing that a policy can judge",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    const { items } = planAccess(await inventoryOf(e2e));
    const policies = items.filter(({ kind }) => kind.startsWith(POLICY));
    for (const item of items.filter((each) => !policies.includes(each))) await client.create(item);
    const kubeconfig = path.join(e2e.folder, "testbed", "plan.kubeconfig");
    const planner = new ClusterClient(kubeconfig);
    const { namespace } = workersOfLocal();
    const scaledObject = {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      namespace,
      name: "montage-ai-worker-scaledobject",
    };
    // RBAC alone knows no dry run.
    await planner.merge(scaledObject, NOTE);
    for (const policy of policies) await client.create(policy);
    await waitFor({ what: "the policy of dry runs", timeoutMs: 60_000 }, async () =>
      (await refusalOf(() => planner.merge(scaledObject, NOTE))).includes("dryRun=All")
        ? true
        : undefined,
    );
    await client.merge(scaledObject, { metadata: { annotations: { "example.com/note": null } } });

    const changed = await planAs(kubeconfig, e2e);
    const policy = (name: string) => ({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: POLICY,
      name,
    });
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace } };
    const refused = [
      ["its own policy", () => planner.merge(policy(`${PLAN_GROUP}-only-dry-runs`), NOTE)],
      ["a deletion", () => planner.remove(scaledObject)],
      ["the workload's Secrets", () => planner.list("v1", "Secret", namespace)],
      ["a Deployment", () => planner.merge(deployment(namespace), NOTE)],
      ["a pod", () => planner.create(pod)],
    ] as const;
    for (const [what, request] of refused) {
      assert.match(await refusalOf(request), /forbidden/i, what);
    }
    // What the page says is left: policies judge no policies.
    await planner.merge(policy("one-autoscaler.fluxibri.ai"), NOTE);
    await client.merge(policy("one-autoscaler.fluxibri.ai"), {
      metadata: { annotations: { "example.com/note": null } },
    });
    for (const { apiVersion, kind, metadata } of items.toReversed()) {
      await client.remove({ apiVersion, kind, ...metadata });
    }
    return `plans ${changed} stacks without a change; a real write is refused by the policy, ${refused.length} others by its roles`;
  },
};

function deployment(namespace: string) {
  return { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "montage-ai-worker" };
}

async function inventoryOf({ spec }: E2e) {
  const stacks = synthesize([spec], undefined).environments.flatMap((each) => each.stacks);
  return readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
}

/** Plans with the rights of a kubeconfig; returns how many stacks. */
async function planAs(kubeconfig: string, { project }: E2e): Promise<number> {
  const before = project.kubeconfig;
  project.kubeconfig = kubeconfig;
  try {
    const { status, stdout, stderr } = await project.start("cli/plan/index.ts", ["local", "--json"])
      .ended;
    assert.equal(status, 0, `npm run plan as ${PLAN_GROUP}: ${stdout}${stderr}`);
    return (stdout.match(/"basis":\s*"state"/g) ?? []).length;
  } finally {
    project.kubeconfig = before;
  }
}

/** What the API server says; empty when it accepts. */
async function refusalOf(request: () => Promise<unknown>): Promise<string> {
  return request().then(
    () => "",
    (error: unknown) => String(error),
  );
}
