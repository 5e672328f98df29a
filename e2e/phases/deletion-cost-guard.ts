import assert from "node:assert/strict";
import { clientOf, podOf, refusalOf } from "../clients";
import { type Phase, testbedOf } from "../phase";

const COST = "controller.kubernetes.io/pod-deletion-cost";
const KEEPER = "deletion-cost";

/** Its role alone would let the keeper change every pod of the namespace in every way. */
export const deletionCostGuard: Phase = {
  name: "deletion-cost-guard",
  title: "The keeper of the deletion cost may set it on queue workers, and may do nothing else",
  run: async (e2e) => {
    const keeper = await clientOf(KEEPER, e2e);
    const worker = await podOf("worker", e2e);
    const cost = { metadata: { annotations: { [COST]: "7" } } };
    await keeper.merge(worker, cost);
    const { spec } = await testbedOf(e2e).client.core.readNamespacedPod(worker);
    const containers = spec?.containers.map((one) => ({ ...one, image: "example.com/other:1" }));
    const refused = [
      ["the cost of a pod that is no worker", await podOf("web", e2e), cost],
      ["a label", worker, { metadata: { labels: { "app.kubernetes.io/name": "other" } } }],
      ["another annotation", worker, { metadata: { annotations: { other: "x" } } }],
      ["an annotation's end", worker, { metadata: { annotations: { [SETTINGS]: null } } }],
      ["finalizers", worker, { metadata: { finalizers: ["example.com/x"] } }],
      ["the deadline", worker, { spec: { activeDeadlineSeconds: 1 } }],
      ["the image, beside the cost", worker, { ...cost, spec: { containers } }],
    ] as const;
    for (const [what, pod, change] of refused) {
      const refusal = await refusalOf(keeper.merge(pod, change));
      assert.match(refusal, /deletion-cost\.montage-ai\.fluxibri\.ai/, what);
    }
    const namespace = worker.namespace;
    assert.match(await refusalOf(keeper.list("v1", "Secret", namespace)), /forbidden/, "secrets");
    assert.match(await refusalOf(keeper.remove(worker)), /forbidden/, "deletion");
    return `sets the cost; ${refused.length} other changes refused by the policy, secrets and deletion by the role`;
  },
};

/** A checksum that every worker carries. */
const SETTINGS = "fluxibri.ai/settings-checksum";
