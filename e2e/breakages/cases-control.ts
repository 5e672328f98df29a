import { setTimeout as sleep } from "node:timers/promises";
import { type AnyObject, BROKEN, deploymentOf, podOf } from "./breakage";
import type { BreakageCase } from "./case";

/** The control plane. */
export const controlCases: readonly BreakageCase[] = [
  {
    name: "controllers-stopped",
    area: "control",
    objects: [deploymentOf("ignored-change", {})],
    inject: async ({ client, testbed }) => {
      await sleep(2_000);
      await testbed.kill("kube-controller-manager");
      await client.merge(
        { apiVersion: "apps/v1", kind: "Deployment", name: "ignored-change", namespace: BROKEN },
        { spec: { replicas: 2 } },
      );
    },
    heal: ({ testbed }) => testbed.restart("kube-controller-manager"),
    first: "control-loop-stopped",
    object: "Lease kube-system/kube-controller-manager",
    cause: /has not been looked at/,
  },
  {
    name: "pod-not-replaced",
    area: "control",
    objects: [deploymentOf("unreplaced", {})],
    inject: async ({ client, testbed }) => {
      await sleep(3_000);
      await testbed.kill("kube-controller-manager");
      await client.core.deleteCollectionNamespacedPod({
        namespace: BROKEN,
        labelSelector: "app=unreplaced",
      });
    },
    heal: ({ testbed }) => testbed.restart("kube-controller-manager"),
    first: "control-loop-stopped",
    object: "Lease kube-system/kube-controller-manager",
    cause: /its status counts 1 pods, and 0 are there/,
  },
  {
    name: "scheduler-stopped",
    area: "control",
    inject: async ({ client, testbed }) => {
      await testbed.kill("kube-scheduler");
      await client.create(podOf("unseen", {}));
    },
    heal: async ({ client, testbed }) => {
      await client.remove({ apiVersion: "v1", kind: "Pod", name: "unseen", namespace: BROKEN });
      await testbed.restart("kube-scheduler");
    },
    first: ["pod-not-scheduled", "control-loop-stopped"],
    object: `Pod ${BROKEN}/unseen`,
    cause: /default-scheduler is not at work/,
  },
  {
    name: "lease-not-renewed",
    area: "control",
    written: "the Lease of a scheduler that stopped: the testbed's has no elections",
    objects: [leaseOf("kube-scheduler", "kube-system", "control")],
    first: "control-loop-stopped",
    object: "Lease kube-system/kube-scheduler",
  },
  {
    name: "keda-lease-not-renewed",
    area: "scaling",
    written: "the Lease of an operator that hangs: the testbed's has no elections",
    objects: [leaseOf("operator.keda.sh", "keda", "keda-operator-1")],
    first: "control-loop-stopped",
    object: "Lease keda/operator.keda.sh",
    cause: /no queue is looked at/,
  },
];

/** A Lease that was renewed when this was loaded, and is not again. */
function leaseOf(name: string, namespace: string, holderIdentity: string): AnyObject {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace },
    spec: {
      holderIdentity,
      leaseDurationSeconds: 15,
      renewTime: new Date().toISOString().replace("Z", "000Z"),
    },
  };
}
