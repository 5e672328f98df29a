import type { JsonObject } from "../../../../inventory/json";
import { readNetworkPolicy } from "../../../../inventory/kubernetes/network";
import type { Labels } from "../../../../inventory/model";
import { blocksOf, type Side } from "../../../../rules/shared/network/connection";

function pod(namespace: string, labels: Labels, namespaceLabels: Labels = {}): Side {
  return {
    kind: "pod",
    namespace,
    namespaceLabels: {
      labels: { "kubernetes.io/metadata.name": namespace, ...namespaceLabels },
      complete: true,
    },
    labels: { labels, complete: true },
    ports: [{ name: "api", port: 8080, hostPort: undefined, protocol: "TCP" }],
  };
}
const client = pod("apps", { app: "client" });
const server = pod("apps", { app: "server" });
const guest = pod("other", { app: "client" }, { team: "b" });
const node: Side = { kind: "outside" };

/** Directions in which a connection to port 8080 of the server is blocked. */
function blocked(
  specs: readonly JsonObject[],
  from: Side = client,
  {
    to = server,
    port = 8080,
    protocol = "TCP",
  }: { to?: Side; port?: number; protocol?: string } = {},
) {
  const policies = specs.map((spec, index) =>
    readNetworkPolicy({
      object: { metadata: { name: `p${index}`, namespace: "apps" }, spec },
      place: { kind: "file", file: "policies.yaml", line: 1 },
    }),
  );
  return blocksOf({ from, to, port, protocol }, () => policies).map(({ direction }) => direction);
}
const onServer = { podSelector: { matchLabels: { app: "server" } } };
const from = (...peers: readonly object[]) => ({ ...onServer, ingress: [{ from: peers }] });

describe("network policies", () => {
  test("a pod that no policy selects is open", () => {
    expect(blocked([])).toEqual([]);
    expect(blocked([{ podSelector: { matchLabels: { app: "x" } } }])).toEqual([]);
  });

  test("a policy without types is for ingress, and for egress only with an egress rule", () => {
    expect(blocked([{ podSelector: {} }])).toEqual(["Ingress"]);
    expect(blocked([{ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }])).toEqual([
      "Egress",
      "Ingress",
    ]);
  });

  test("an egress policy leaves ingress open", () => {
    expect(blocked([{ podSelector: {}, policyTypes: ["Egress"] }])).toEqual(["Egress"]);
  });

  test("an empty pod selector selects every pod of the namespace, and of no other", () => {
    expect(blocked([{ podSelector: {} }])).toEqual(["Ingress"]);
    expect(blocked([{ podSelector: {} }], client, { to: guest })).toEqual([]);
  });

  test("no rule allows nothing, an empty rule everything", () => {
    expect(blocked([{ ...onServer, ingress: [] }])).toEqual(["Ingress"]);
    expect(blocked([{ ...onServer, ingress: [{}] }], node)).toEqual([]);
  });

  test("empty from is everybody; an empty peer selector everybody of the namespace", () => {
    expect(blocked([from()], guest)).toEqual([]);
    expect(blocked([from({ podSelector: {} })], guest)).toEqual(["Ingress"]);
    expect(blocked([from({ podSelector: {} })])).toEqual([]);
    expect(blocked([from({ namespaceSelector: {} })], guest)).toEqual([]);
  });

  test("policies add up: one that allows is enough", () => {
    expect(blocked([{ podSelector: {} }, from({ podSelector: {} })])).toEqual([]);
  });

  test("selectors of one peer must both select, peers of one rule are alternatives", () => {
    const other = { namespaceSelector: { matchLabels: { team: "b" } } };
    const client = { podSelector: { matchLabels: { app: "client" } } };
    const admin = { podSelector: { matchLabels: { app: "admin" } } };
    expect(blocked([from({ ...other, ...client })], guest)).toEqual([]);
    expect(blocked([from({ ...other, ...admin })], guest)).toEqual(["Ingress"]);
    expect(blocked([from(other, admin)], guest)).toEqual([]);
  });

  test("namespaces are found by the label of their name without being declared", () => {
    const named = { matchLabels: { "kubernetes.io/metadata.name": "other" } };
    expect(blocked([from({ namespaceSelector: named })], guest)).toEqual([]);
    expect(blocked([from({ namespaceSelector: named })])).toEqual(["Ingress"]);
  });

  test.each([
    ["a number", { port: 8080 }, []],
    ["another number", { port: 80 }, ["Ingress"]],
    ["a name of the pod's ports", { port: "api" }, []],
    ["a name that the pod does not have", { port: "web" }, ["Ingress"]],
    ["a range", { port: 8000, endPort: 8080 }, []],
    ["a range that ends before", { port: 8000, endPort: 8079 }, ["Ingress"]],
    ["every port of the protocol", { protocol: "TCP" }, []],
    ["another protocol", { protocol: "UDP", port: 8080 }, ["Ingress"]],
  ])("a port as %s", (_, port, expected) => {
    expect(blocked([{ ...onServer, ingress: [{ ports: [port] }] }])).toEqual(expected);
  });

  test("a port without protocol is TCP", () => {
    const policy = { ...onServer, ingress: [{ ports: [{ port: 8080 }] }] };
    expect(blocked([policy], client, { protocol: "UDP" })).toEqual(["Ingress"]);
  });

  test("an egress port's name is looked up at the target", () => {
    const policy = { podSelector: { matchLabels: { app: "client" } }, policyTypes: ["Egress"] };
    expect(blocked([{ ...policy, egress: [{ ports: [{ port: "api" }] }] }])).toEqual([]);
    expect(blocked([{ ...policy, egress: [{ ports: [{ port: "web" }] }] }])).toEqual(["Egress"]);
  });

  test("a node is found by an address, not by a selector", () => {
    expect(blocked([from({ namespaceSelector: {} })], node)).toEqual(["Ingress"]);
    expect(blocked([from({ ipBlock: { cidr: "192.168.1.0/24" } })], node)).toEqual([]);
  });

  test("an address block may be where pods are, unless that is taken out of it", () => {
    const all = { ipBlock: { cidr: "0.0.0.0/0" } };
    const except = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    expect(blocked([from(all)])).toEqual([]);
    expect(blocked([from({ ipBlock: { ...all.ipBlock, except } })])).toEqual(["Ingress"]);
  });

  test("what is not known allows, and does not isolate", () => {
    const unknown: Side = {
      ...server,
      kind: "pod",
      namespace: "apps",
      namespaceLabels: { labels: {}, complete: false },
      labels: { labels: {}, complete: false },
      ports: undefined,
    };
    expect(blocked([{ ...onServer }], client, { to: unknown })).toEqual([]);
    expect(blocked([{ podSelector: {} }], client, { to: unknown })).toEqual(["Ingress"]);
    expect(
      blocked([{ podSelector: {} }, from({ podSelector: {} })], client, { to: unknown }),
    ).toEqual([]);
  });

  test("a pod somewhere else is in any namespace but this one", () => {
    const elsewhere: Side = { kind: "elsewhere", than: "apps" };
    const named = (name: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    });
    expect(blocked([from({ podSelector: {} })], elsewhere)).toEqual(["Ingress"]);
    expect(blocked([from(named("apps"))], elsewhere)).toEqual(["Ingress"]);
    expect(blocked([from(named("keda"))], elsewhere)).toEqual([]);
    expect(blocked([from({ namespaceSelector: { matchLabels: { a: "b" } } })], elsewhere)).toEqual(
      [],
    );
  });
});
