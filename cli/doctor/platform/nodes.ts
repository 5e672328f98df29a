import {
  describeCommand,
  describeCondition,
  type Diagnoser,
  diagnosis,
  kubectl,
} from "../examination";
import { describeState, isReady, readyCondition } from "../pending/node-state";

/** Conditions that are bad when true: https://kubernetes.io/docs/reference/node/node-status/#condition */
const PRESSURES: Readonly<Record<string, string>> = {
  MemoryPressure: "its memory is nearly used up: pods are evicted",
  DiskPressure: "its disk is nearly full: images are removed, pods evicted, none come",
  PIDPressure: "it has too many processes",
  NetworkUnavailable: "its network is not set up",
};

/** Nodes that are away, under pressure, or closed. */
export const nodes: Diagnoser = (examination) => {
  const { live, now } = examination;
  return live.nodes.flatMap((node) => {
    const pods = live.pods.filter((pod) => pod.node === node.name && pod.phase !== "Succeeded");
    const describeNode = describeCommand(examination, node);
    if (!isReady(node)) {
      const ready = readyCondition(node);
      return [
        diagnosis(node, {
          id: "node-not-ready",
          cause: `is ${describeState(node, now)}; ${pods.length} pods on it`,
          evidence: ready === undefined ? [] : [describeCondition(ready)],
          fix: "bring its kubelet (on k3s: k3s-agent) or the machine back; a machine that is gone for good is to be deleted, or its volumes keep their pods waiting",
          command: describeNode,
        }),
      ];
    }
    const pressed = node.conditions.filter(
      ({ type, status }) => Object.hasOwn(PRESSURES, type) && status === "True",
    );
    return [
      ...pressed.map((condition) =>
        diagnosis(node, {
          id: "node-under-pressure",
          cause: PRESSURES[condition.type] ?? condition.type,
          evidence: [describeCondition(condition)],
          fix: "make room on it, or move pods away",
          command: describeNode,
        }),
      ),
      ...(node.unschedulable
        ? [
            diagnosis(node, {
              id: "node-cordoned",
              severity: "warning",
              cause: `takes no pods: it is cordoned; ${pods.length} pods on it`,
              fix: "let pods on it again when the work is done",
              command: kubectl(examination, undefined, "uncordon", node.name),
            }),
          ]
        : []),
    ];
  });
};
