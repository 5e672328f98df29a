import type { KubeProxySpec } from "./schema/kube-proxy";

/** The entry to write into an environment's data, for messages. */
export function kubeProxyText({
  mode,
  localhostNodePorts,
  nodePortAddresses,
}: KubeProxySpec): string {
  const members = Object.entries({ mode, localhostNodePorts, nodePortAddresses }).flatMap(
    ([key, value]) => (value === undefined ? [] : `${key}: ${valueText(value)}`),
  );
  return `cluster.kubeProxy: { ${members.join(", ")} }`;
}

function valueText(value: string | boolean | readonly string[]): string {
  return typeof value === "object"
    ? `[${value.map((each) => JSON.stringify(each)).join(", ")}]`
    : JSON.stringify(value);
}
