import assert from "node:assert/strict";
import { chartPins } from "../../environments/chart-pins";
import { type E2e, type Phase, testbedOf } from "../phase";

/** The release of KEDA before the pinned one. */
const PREVIOUS = "2.20.1";

/** One version back and forward, in this environment only, as a person does who rolls a bad release back. */
export const chartPin: Phase = {
  name: "chart-pin",
  title: "KEDA's chart goes one version back and forward again, and what it scales stays",
  run: async (e2e) => {
    const { version } = chartPins().keda;
    const before = await scaledObjectUid(e2e);
    await e2e.project.rollback("--chart", `keda@${PREVIOUS}`);
    assert.equal(await releasedChart(e2e), `keda-${PREVIOUS}`, "chart after the way back");
    await e2e.project.rollback("--chart", `keda@${version}`);
    assert.equal(await releasedChart(e2e), `keda-${version}`, "chart after the way forward");
    assert.equal(await scaledObjectUid(e2e), before, "the ScaledObject is the same one");
    return `keda ${version} -> ${PREVIOUS} -> ${version}, ScaledObject kept`;
  },
};

async function releasedChart(e2e: E2e): Promise<string | undefined> {
  const deployment = await testbedOf(e2e).client.read({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: "keda",
    name: "keda-operator",
  });
  return deployment?.metadata?.labels?.["helm.sh/chart"];
}

async function scaledObjectUid(e2e: E2e): Promise<string | undefined> {
  const found = await testbedOf(e2e).client.list("keda.sh/v1alpha1", "ScaledObject");
  return found[0]?.metadata?.uid;
}
