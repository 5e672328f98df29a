import { isIPv6 } from "node:net";
import type { LiveCluster } from "../../inventory/live";
import type { Inventory } from "../../inventory/model";
import type { OpenNodePort } from "./examination";
import { registryNodePorts } from "./platform/registry";

/** Whether something answers HTTP at `host:port`. */
export type Answers = (address: string) => Promise<boolean>;

const TIMEOUT_MS = 2000;
/** Of large clusters some nodes are asked: kube-proxy is set alike on all. */
const MOST_ADDRESSES = 20;

/**
 * Addresses of nodes, as the API lists them, at which the registry answers the machine
 * that this runs on. Silence says nothing for others: a firewall may let them through.
 *
 * @param answers @default GET /v2/, within 2 s
 */
export async function openRegistryPorts(
  inventory: Inventory,
  { nodes }: Pick<LiveCluster, "nodes">,
  answers: Answers = answersHttp,
): Promise<readonly OpenNodePort[]> {
  const addresses = [...new Set(nodes.flatMap((node) => node.addresses))]
    .filter((address) => !/^(127\.|::1$)/.test(address))
    .slice(0, MOST_ADDRESSES);
  const asked = registryNodePorts({ inventory }).flatMap((service) =>
    service.ports
      .flatMap(({ nodePort }) => nodePort ?? [])
      .flatMap((port) =>
        addresses.map((host) => ({
          service,
          address: isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`,
        })),
      ),
  );
  const open = await Promise.all(
    asked.map(async (port) => ((await answers(port.address)) ? [port] : [])),
  );
  return open.flat();
}

/** Any status is an answer. */
function answersHttp(address: string): Promise<boolean> {
  return fetch(`http://${address}/v2/`, {
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).then(
    () => true,
    () => false,
  );
}
