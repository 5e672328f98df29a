import type { OutsideImages } from "../../environments/schema";
import { registryHost } from "../../environments/schema/hosts";
import { PUBLIC_INTERNET, tcp } from "../../addons/kit/network";

const HTTPS = 443;
/** Docker Hub's name in references is not where it answers: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const HUB = { name: "docker.io", address: "registry-1.docker.io" };

/**
 * Where a registry outside the cluster answers, and the way there: to it, to its
 * token server (on its port, or on that of HTTPS) and, for GHCR, to GitHub's API,
 * which knows when the token ends.
 */
export function outsideRegistry(source: OutsideImages) {
  const address = registryHost(source.repository);
  const port = Number(/:(\d+)$/.exec(address)?.[1] ?? HTTPS);
  const cidrs = source.kind === "external" ? source.cidrs : undefined;
  return {
    url: `https://${address === HUB.name ? HUB.address : address}`,
    peer: {
      to: cidrs?.map((cidr) => ({ ipBlock: { cidr } })) ?? [PUBLIC_INTERNET],
      ports: tcp(...new Set([HTTPS, port])),
    },
  };
}
