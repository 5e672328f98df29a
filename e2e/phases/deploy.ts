import assert from "node:assert/strict";
import { type Phase, testbedOf } from "../phase";

export const deploy: Phase = {
  name: "deploy",
  title: "The local environment is deployed by real providers and charts",
  run: async (e2e) => {
    await e2e.project.deploy();
    const pods = await testbedOf(e2e).client.core.listPodForAllNamespaces();
    const waiting = pods.items
      .filter(({ status }) => status?.phase !== "Running" && status?.phase !== "Succeeded")
      .map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
    assert.deepEqual(waiting, [], "pods that do not run");
    return `${pods.items.length} pods run`;
  },
};
