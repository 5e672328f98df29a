import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { driftReport, runJson } from "../commands";
import { type E2e, type Phase, testbedOf } from "../phase";

const METRICS_SERVER = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  name: "metrics-server",
  namespace: "kube-system",
};
const BY_HAND = "registry.example/by-hand:1";

/** What the testbed itself leads elsewhere (testbed/hosted/keda-routes.ts): seen, and rightly so. */
const TESTBED_ROUTES =
  /^(Service keda\/|APIService v1beta1\.external\.metrics|ValidatingWebhookConfiguration keda)/;

/** A change that Terraform's plan does not see: Helm compares its own manifests only. */
export const drift: Phase = {
  name: "drift",
  title:
    "An object of a Helm release that was changed by hand is drift, though the plan has no change",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    const before = await compare(e2e);
    assert.deepEqual(before.foreign, [], "drift as deployed");
    const found = await client.read<Deployment>(METRICS_SERVER);
    const [container] = found?.spec.template.spec.containers ?? [];
    if (container === undefined) throw new Error("metrics-server has no container");
    await setImage(e2e, container.name, BY_HAND);
    const after = await compare(e2e);
    await setImage(e2e, container.name, container.image);
    assert.deepEqual(after.foreign, [
      {
        object: "Deployment kube-system/metrics-server",
        field: `spec.template.spec.containers.${container.name}.image`,
        code: container.image,
        live: BY_HAND,
      },
    ]);
    assert.equal(after.outcome, "no change", "the plan");
    assert.equal(after.status, 2, "exit status");
    return `${after.compared.objects} objects of ${after.compared.releases} releases compared; the plan has no change, the image set by hand is named`;
  },
};

interface Deployment extends KubernetesObject {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly name: string; readonly image: string }[];
      };
    };
  };
}

async function compare(e2e: E2e) {
  const { status, report } = await runJson(e2e, "drift", ["local"], driftReport);
  return {
    status,
    outcome: report.plan?.outcome,
    compared: report.compared,
    foreign: report.releases.filter(({ object }) => !TESTBED_ROUTES.test(object)),
  };
}

function setImage(e2e: E2e, name: string, image: string): Promise<void> {
  const { client } = testbedOf(e2e);
  return client.strategicMerge(METRICS_SERVER, {
    spec: { template: { spec: { containers: [{ name, image }] } } },
  });
}
