import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { waitFor } from "../../testbed/wait";
import { doctorReport, runJson } from "../commands";
import { type Phase, testbedOf } from "../phase";

const NAMESPACE = "default";
const NAME = "node-bound";
const TIMEOUT_MS = 30_000;
/** The class of the local environment, whose volumes are tied to one node. */
const CLASS = "montage-node-local";

/** What happened to the workers on staging: a volume on one node, the pod on another. */
export const nodeBoundVolume: Phase = {
  name: "node-bound-volume",
  title:
    "A pod whose volume is on a node that it may not run on stays Pending, no node comes for it, and the doctor names both",
  run: async (e2e) => {
    const { client, nodeAutoscaler } = testbedOf(e2e);
    const [home, other] = e2e.pools;
    if (home === undefined || other === undefined) throw new Error("the phase needs two pools");
    await client.create(claim());
    await client.create(pod(`${NAME}-first`, home.labels));
    await phaseOf(e2e, `${NAME}-first`, "Running");
    await client.create(pod(`${NAME}-second`, other.labels));
    const message = await waitFor(
      { what: "the scheduler's verdict", timeoutMs: TIMEOUT_MS },
      async () => {
        const found = await client.core.readNamespacedPod({
          name: `${NAME}-second`,
          namespace: NAMESPACE,
        });
        return found.status?.conditions?.find(({ reason }) => reason === "Unschedulable")?.message;
      },
    );
    const { status, report } = await runJson(e2e, "doctor", [], doctorReport);
    const named = report.diagnoses.find(
      ({ object }) => object === `Pod ${NAMESPACE}/${NAME}-second`,
    );
    assert.equal(named?.id, "pod-volume-elsewhere", "the doctor's verdict");
    assert.match(
      named?.cause ?? "",
      new RegExp(`^its claim ${NAME} is on volume .*, which only node`),
    );
    assert.equal(status, 1, "the doctor's exit status");
    assert.equal(nodeAutoscaler.countOf(other), 0, `nodes of ${other.name}`);
    for (const name of [`${NAME}-first`, `${NAME}-second`]) {
      await client.remove({ apiVersion: "v1", kind: "Pod", name, namespace: NAMESPACE });
    }
    await client.remove({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      name: NAME,
      namespace: NAMESPACE,
    });
    return `${message} The doctor: ${named?.cause ?? ""}`;
  },
};

async function phaseOf(e2e: Parameters<Phase["run"]>[0], name: string, phase: string) {
  const { core } = testbedOf(e2e).client;
  await waitFor({ what: `pod ${name} to be ${phase}`, timeoutMs: TIMEOUT_MS }, async () => {
    const found = await core.readNamespacedPod({ name, namespace: NAMESPACE });
    return found.status?.phase === phase ? true : undefined;
  });
}

function claim(): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: CLASS,
      resources: { requests: { storage: "1Gi" } },
    },
  };
}

function pod(
  name: string,
  nodeSelector: Readonly<Record<string, string>>,
): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: NAMESPACE },
    spec: {
      nodeSelector,
      containers: [
        {
          name: NAME,
          image: "registry.k8s.io/pause:3.10.1",
          volumeMounts: [{ name: "data", mountPath: "/data" }],
        },
      ],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: NAME } }],
    },
  };
}
