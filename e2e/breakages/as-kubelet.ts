import type { ClusterClient } from "../../runtime/cluster-client";
import { waitFor } from "../../testbed/wait";
import { type AnyObject, BROKEN, podOf } from "./breakage";
import type { Broken } from "./case";

const TIMEOUT_MS = 30_000;

/** Pods of a namespace that carry a label, once one is there. */
export async function podsOf(client: ClusterClient, namespace: string, labelSelector: string) {
  return waitFor(
    { what: `a pod ${labelSelector} to be there`, timeoutMs: TIMEOUT_MS },
    async () => {
      const { items } = await client.core.listNamespacedPod({ namespace, labelSelector });
      return items.length > 0 ? items : undefined;
    },
  );
}

/** A pod once it runs: KWOK leaves its status alone from then on. */
export async function runningPod(client: ClusterClient, namespace: string, name: string) {
  return waitFor({ what: `pod ${name} to run`, timeoutMs: TIMEOUT_MS }, async () => {
    const found = await client.core.readNamespacedPod({ namespace, name });
    return found.status?.phase === "Running" ? found : undefined;
  });
}

/** The status of a pod that runs and is not ready, with the answer of its probe. */
export async function makeUnready(
  { client }: Broken,
  namespace: string,
  name: string,
  answer: string | undefined,
): Promise<void> {
  const pod = await runningPod(client, namespace, name);
  const now = new Date().toISOString();
  await client.mergePodStatus(namespace, name, {
    conditions: (pod.status?.conditions ?? []).map((condition) =>
      /Ready/.test(condition.type)
        ? {
            ...condition,
            status: "False",
            reason: "ContainersNotReady",
            message: `containers with unready status: [${pod.spec?.containers.map((each) => each.name).join(" ")}]`,
            lastTransitionTime: now,
          }
        : condition,
    ),
    containerStatuses: (pod.status?.containerStatuses ?? []).map((each) => ({
      ...each,
      ready: false,
    })),
  });
  if (answer !== undefined) {
    await client.create(event({ kind: "Pod", namespace, name }, "Unhealthy", answer));
  }
}

/** The status of {@link makeUnready} taken back. */
export async function makeReady(
  { client }: Broken,
  namespace: string,
  name: string,
): Promise<void> {
  const pod = await client.core.readNamespacedPod({ namespace, name });
  await client.mergePodStatus(namespace, name, {
    conditions: (pod.status?.conditions ?? []).map((condition) =>
      /Ready/.test(condition.type)
        ? { type: condition.type, status: "True", lastTransitionTime: new Date().toISOString() }
        : condition,
    ),
    containerStatuses: (pod.status?.containerStatuses ?? []).map((each) => ({
      ...each,
      ready: true,
    })),
  });
}

let events = 0;

/** A warning, as a kubelet or a controller writes it. */
export function event(
  about: { readonly kind: string; readonly namespace?: string; readonly name: string },
  reason: string,
  message: string,
): AnyObject {
  events += 1;
  const namespace = about.namespace ?? "default";
  const now = new Date().toISOString();
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${about.name}.broken-${events}`, namespace },
    involvedObject: about,
    type: "Warning",
    reason,
    message,
    count: 3,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component: "kubelet" },
  };
}

/** A pod with a node and nothing that starts it: KWOK is stopped until it is healed. */
export function heldPod(
  name: string,
  said: readonly (readonly [reason: string, message: string])[],
) {
  return {
    objects: [],
    inject: async (broken: Broken) => {
      const { client, testbed } = broken;
      await testbed.kill("kwok");
      await client.create(podOf(name, {}));
      await waitFor({ what: `pod ${name} to get a node`, timeoutMs: TIMEOUT_MS }, async () => {
        const pod = await client.core.readNamespacedPod({ namespace: BROKEN, name });
        return pod.spec?.nodeName ? true : undefined;
      });
      for (const [reason, message] of said) {
        await client.create(event({ kind: "Pod", namespace: BROKEN, name }, reason, message));
      }
    },
    heal: async ({ client, testbed }: Broken) => {
      await client.remove({ apiVersion: "v1", kind: "Pod", name, namespace: BROKEN });
      await testbed.restart("kwok");
    },
  };
}
