import assert from "node:assert/strict";
import path from "node:path";
import { Testbed } from "../../testbed/testbed";
import type { Phase } from "../phase";

/** Starts the testbed that all later phases use. */
export const controlPlane: Phase = {
  name: "control-plane",
  title: "The control plane is up and the pools' nodes are ready",
  run: async (e2e) => {
    e2e.testbed = await Testbed.start({
      folder: path.join(e2e.folder, "testbed"),
      pools: e2e.pools,
      kubernetes: e2e.kubernetes,
      scaling: true,
      say: e2e.say,
    });
    e2e.project.kubeconfig = e2e.testbed.kubeconfig;
    const { items } = await e2e.testbed.client.core.listNode();
    const expected = e2e.pools.reduce((sum, { count }) => sum + count.min, 0);
    assert.equal(items.length, expected, "nodes at the pools' minimum");
    return `Kubernetes ${e2e.testbed.release}: ${items.length} node ready, ${e2e.testbed.pids.length} processes`;
  },
};
