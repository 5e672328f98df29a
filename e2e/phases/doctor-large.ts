import assert from "node:assert/strict";
import { run } from "../../runtime/process/run";
import { seconds } from "../../runtime/progress";
import { TESTBED_CONTEXT } from "../../testbed/kubeconfig";
import { waitFor } from "../../testbed/wait";
import { CROWD, IMAGE, namespaceOf } from "../breakages/breakage";
import { type Phase, testbedOf } from "../phase";

const PODS = 2_000;
const AT_ONCE = 50;
const TIMEOUT_MS = 300_000;
/** Each Node process says at its end how much memory it had at most. */
const TELLS_MEMORY =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('maxRSS='+process.resourceUsage().maxRSS+';'))";

/** Time and memory depend on the machine: they are shown, and not asserted. */
export const doctorLarge: Phase = {
  name: "doctor-large",
  title: "The doctor reads a cluster of 2,000 pods, and says in what time and memory",
  run: async (e2e) => {
    const { client, kubeconfig } = testbedOf(e2e);
    const { items } = await client.core.listNode();
    const nodeName = items[0]?.metadata?.name ?? "";
    await client.create(namespaceOf(CROWD));
    await waitFor({ what: "its service account", timeoutMs: TIMEOUT_MS }, async () => {
      const found = await client.core.listNamespacedServiceAccount({ namespace: CROWD });
      return found.items.length > 0 ? true : undefined;
    });
    const names = Array.from({ length: PODS }, (_, index) => `pod-${index}`);
    const make = (name: string) =>
      client.core.createNamespacedPod({
        namespace: CROWD,
        body: {
          metadata: { name },
          spec: {
            nodeName,
            terminationGracePeriodSeconds: 0,
            containers: [{ name: "a", image: IMAGE, env: [{ name: "NAME", value: name }] }],
          },
        },
      });
    for (let start = 0; start < PODS; start += AT_ONCE) {
      await Promise.all(names.slice(start, start + AT_ONCE).map(make));
    }
    const started = Date.now();
    const { stdout, stderr } = await run({
      program: process.execPath,
      args: [
        ...["scripts/run.mjs", "cli/doctor/index.ts", "--json"],
        ...["--kubeconfig", kubeconfig, "--context", TESTBED_CONTEXT],
      ],
      cwd: e2e.project.folder,
      env: { ...e2e.project.environment(), NODE_OPTIONS: `--import=${TELLS_MEMORY}` },
      mostBytes: 256 * 2 ** 20,
    });
    const took = Date.now() - started;
    assert.match(stdout, /"diagnoses"/, stderr);
    const most = Math.max(...[...stderr.matchAll(/maxRSS=(\d+);/g)].map(([, kib]) => Number(kib)));
    await client.core.deleteCollectionNamespacedPod({ namespace: CROWD });
    return `${PODS} pods read and judged in ${seconds(took)} with ${Math.round(most / 1024)} MiB`;
  },
};
