import type { LiveObject } from "../../../inventory/live";
import {
  age,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  type Examination,
  kubectl,
  oneLine,
} from "../examination";
import { reasonFor } from "./deletion-holders";
import { isReady } from "../pending/node-state";

/** Controllers are given some minutes to take their finalizers away. */
const STUCK_MS = 5 * 60_000;

/** Objects that are deleted and stay. */
export const stuckDeletions: Diagnoser = (examination) => {
  const { live } = examination;
  const others: readonly LiveObject[] = [
    ...live.claims,
    ...live.volumes,
    ...live.scalers,
    ...live.syncedSecrets,
    ...live.secretStores,
    ...live.controllers,
    ...live.services,
  ];
  return [
    ...live.pods.flatMap((pod) =>
      isStuck(pod, examination) ? [stuckPod(pod, pod.node, examination)] : [],
    ),
    ...live.namespaces.flatMap((namespace) =>
      isStuck(namespace, examination)
        ? [
            {
              ...stuck(namespace, examination),
              evidence: namespace.conditions
                .filter(({ status }) => status === "True")
                .map(({ type, message }) => `${type}: ${oneLine(message)}`),
            },
          ]
        : [],
    ),
    ...others.flatMap((object) =>
      isStuck(object, examination) ? [stuck(object, examination)] : [],
    ),
  ];
};

/** The time of deletion has the pod's grace in it. */
function isStuck({ deleting }: LiveObject, { now }: Examination): boolean {
  return deleting !== undefined && now - deleting > STUCK_MS;
}

function stuckPod(
  pod: LiveObject,
  nodeName: string | undefined,
  examination: Examination,
): Diagnosis {
  const { live, now } = examination;
  if (pod.finalizers.length > 0) return stuck(pod, examination);
  const node = live.nodes.find(({ name }) => name === nodeName);
  const away = !examination.unreadKinds.has("Node") && (node === undefined || !isReady(node));
  return diagnosis(pod, {
    id: "stuck-terminating",
    cause: `was to be gone ${age(now, pod.deleting)} ago: ${away ? `node ${nodeName ?? ""} is away, and only its kubelet can say that the pod has ended` : `kubelet of node ${nodeName ?? ""} does not get it to end`}`,
    fix: away
      ? "when the machine is certainly off, delete the pod by force: running twice would harm its data"
      : "look at the node: a hanging volume or a process in the kernel",
    command: away
      ? kubectl(examination, pod.namespace, "delete", "pod", pod.name, "--force")
      : kubectl(examination, undefined, "describe", "node", nodeName ?? ""),
  });
}

function stuck(object: LiveObject, examination: Examination): Diagnosis {
  const { deleting } = object;
  const { waits, fix, command } = reasonFor(object, examination);
  return diagnosis(object, {
    id: "stuck-terminating",
    cause: `was deleted ${age(examination.now, deleting)} ago and stays: ${waits}`,
    fix,
    command,
  });
}
