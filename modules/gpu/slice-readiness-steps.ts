import type { NodeContract } from "../../environments/nodes/node-contract";
import { quantityOf } from "../../environments/nodes/node-resources";
import { withDisk } from "../pod/disk";
import { imageName, KUBECTL_IMAGE } from "../registry/facts";

const RESOURCES = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { cpu: "200m", memory: "128Mi" },
} as const;

/** Type and name apart: `kubectl taint` takes no `node/<name>`. Kubelet puts the name in. */
const NODE = ["node", "$(NODE_NAME)"] as const;

/** What runs on each node of a pool, one kubectl command at a time: the image holds no shell. */
export function readinessSteps({ allocatable, startupTaints }: NodeContract) {
  const slices = Object.entries(allocatable).filter(([name]) => name.startsWith("nvidia.com/mig-"));
  return {
    before: [
      ...slices.map(([name, amount], index) =>
        kubectl(`wait-${index + 1}`, [
          "wait",
          ...NODE,
          `--for=jsonpath={.status.allocatable.${name.replaceAll(".", "\\.")}}=${quantityOf(name, amount)}`,
          "--timeout=15m",
        ]),
      ),
      ...startupTaints.flatMap(({ key, value, effect }) => [
        // kubectl fails where the taint is missing, as it is when this pod comes a second time.
        kubectl("taint", ["taint", ...NODE, `${key}=${value}:${effect}`, "--overwrite"]),
        kubectl("untaint", ["taint", ...NODE, `${key}:${effect}-`]),
      ]),
    ],
    // A DaemonSet's pod must not end: it sleeps as long as there is the node.
    last: kubectl("rest", ["wait", ...NODE, "--for=delete", "--timeout=8760h"]),
  };
}

function kubectl(name: string, args: readonly string[]) {
  return {
    name,
    image: imageName(KUBECTL_IMAGE),
    args: [...args],
    env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
    resources: withDisk(RESOURCES),
  };
}
