import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import type {
  KubernetesObject,
  V1CSIDriver,
  V1PersistentVolumeClaim,
} from "@kubernetes/client-node";
import { chartPins } from "../../environments/chart-pins";
import { isChartFolder } from "../../environments/schema/switches";
import { waitFor } from "../../testbed/wait";
import { doctorReport, runJson } from "../commands";
import { type E2e, NotPossible, type Phase, testbedOf } from "../phase";

const FILE = "environments/local.ts";
const CHART = "ceph-csi-cephfs";
const DRIVER = "cephfs.csi.ceph.com";
const CLASS = "montage-cephfs";
const CLAIM = { namespace: "default", name: "on-cephfs" };
/** A claim is given a minute before it is a finding. */
const TIMEOUT_MS = 120_000;

/** Of the data as it is, and as it would be on a cluster that has Ceph; its monitors answer nobody. */
const EDITS = [
  [
    `    kind: "node-local",
    className: "montage-node-local",
    provisioner: "rancher.io/local-path",
`,
    `    kind: "cephfs",
    className: "${CLASS}",
    clusterId: "b9127830-b0cc-4e34-aa47-9d1a2e9949a8",
    fsName: "montage",
    monitors: ["192.0.2.1:6789"],
    secret: { name: "csi-cephfs", namespace: "ceph" },
`,
  ],
  ["nodeLocalVolumes: true", "nodeLocalVolumes: false"],
  [
    `volume: { size: "20Gi", className: "montage-node-local" }`,
    `volume: { size: "20Gi", className: "${CLASS}" }`,
  ],
  [
    "  accepted: [\n",
    `  accepted: [
    {
      rule: "volume-topology",
      object: "PersistentVolumeClaim registry/registry",
      reason: "of this data only the storage is deployed",
    },
`,
  ],
] as const;

/** Storage that no machine here has: the driver is real, what it talks to is not there. */
export const cephfs: Phase = {
  name: "cephfs",
  title:
    "Storage of kind cephfs: the driver's release and its class are applied, and the doctor names a claim that no Ceph answers for",
  replaces: EDITS.map(([from]) => [FILE, from] as const),
  run: async (e2e) => {
    requireChart();
    const { client } = testbedOf(e2e);
    for (const [from, to] of EDITS) e2e.project.edit(FILE, from, to);
    await e2e.project.deploy("storage");
    const driver = await client.read<V1CSIDriver & KubernetesObject>({
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      name: DRIVER,
    });
    assert.equal(driver?.spec?.attachRequired, true, "volumes are attached");
    const pods = await podsOfDriver(e2e);
    await client.create(claim());
    const named = await waitFor(
      { what: "the doctor's verdict", timeoutMs: TIMEOUT_MS },
      async () => {
        const { report } = await runJson(e2e, "doctor", [], doctorReport);
        const object = `PersistentVolumeClaim ${CLAIM.namespace}/${CLAIM.name}`;
        return report.diagnoses.find((each) => each.object === object);
      },
    );
    assert.equal(named.id, "claim-not-provisioned", named.cause);
    assert.match(JSON.stringify(named), new RegExp(DRIVER.replaceAll(".", "\\.")));
    await client.remove({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...CLAIM });
    await e2e.project.destroy("storage");
    for (const [from, to] of EDITS) e2e.project.edit(FILE, to, from);
    return `${CHART} ${chartPins()[CHART].version}: ${pods} pods run, class ${CLASS}. The doctor: ${named.cause}`;
  },
};

/** A folder of charts may be one of those that local installs. */
function requireChart(): void {
  const mirror = process.env["CHART_MIRROR"];
  if (mirror === undefined || !isChartFolder(mirror)) return;
  const { version } = chartPins()[CHART];
  const places = [CHART, `${CHART}-${version}.tgz`].map((name) => path.join(mirror, name));
  if (!places.some((place) => existsSync(place))) {
    throw new NotPossible(`CHART_MIRROR has no ${CHART} ${version}`);
  }
}

async function podsOfDriver(e2e: E2e): Promise<number> {
  const { items } = await testbedOf(e2e).client.core.listNamespacedPod({
    namespace: "kube-system",
    labelSelector: `app=${CHART}`,
  });
  const waiting = items
    .filter(({ status }) => status?.phase !== "Running")
    .map(({ metadata }) => metadata?.name);
  assert.deepEqual(waiting, [], "pods of the driver that do not run");
  return items.length;
}

function claim(): V1PersistentVolumeClaim & KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: CLAIM,
    spec: {
      accessModes: ["ReadWriteMany"],
      storageClassName: CLASS,
      resources: { requests: { storage: "1Gi" } },
    },
  };
}
