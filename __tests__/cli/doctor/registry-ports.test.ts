import { createServer } from "node:http";
import { examine } from "../../../cli/doctor/examine";
import { openRegistryPorts } from "../../../cli/doctor/registry-ports";
import type { JsonObject } from "../../../inventory/json";
import { freePorts } from "../../../testbed/addresses";
import { examinationOf } from "../../support/doctor";

function node(...addresses: readonly { type: string; address: string }[]): JsonObject {
  return { apiVersion: "v1", kind: "Node", metadata: { name: "n1" }, status: { addresses } };
}

function registry(nodePort: number): readonly JsonObject[] {
  const labels = { app: "registry" };
  const metadata = { name: "registry-pull", namespace: "registry" };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "registry", image: "docker.io/library/registry:3.1.2" }] },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { type: "NodePort", selector: labels, ports: [{ port: 5000, nodePort }] },
    },
  ];
}

const INSIDE = { type: "InternalIP", address: "10.0.0.5" };

async function asked(objects: readonly JsonObject[]): Promise<readonly string[]> {
  const { inventory, live } = examinationOf(objects);
  const found: string[] = [];
  await openRegistryPorts(inventory, live, (address) => {
    found.push(address);
    return Promise.resolve(false);
  });
  return found;
}

test("every address of a node is asked, but its name and loopback", async () => {
  const addresses = [
    INSIDE,
    { type: "ExternalIP", address: "203.0.113.7" },
    { type: "InternalIP", address: "2001:db8::5" },
    { type: "InternalIP", address: "127.0.0.1" },
    { type: "Hostname", address: "n1.example.com" },
  ];
  expect(await asked([...registry(30500), node(...addresses)])).toEqual([
    "10.0.0.5:30500",
    "203.0.113.7:30500",
    "[2001:db8::5]:30500",
  ]);
});

test("without a registry's NodePort nothing is asked", async () => {
  expect(await asked([node(INSIDE)])).toEqual([]);
  const [deployment] = registry(30500);
  expect(await asked([...(deployment ? [deployment] : []), node(INSIDE)])).toEqual([]);
});

test("a registry that answers at a node's address is found, with address and fix", async () => {
  const examination = examinationOf([...registry(30500), node(INSIDE)]);
  const { inventory, live } = examination;
  const open = await openRegistryPorts(inventory, live, () => Promise.resolve(true));
  const found = examine({ ...examination, openRegistryPorts: open });
  expect(found.filter(({ id }) => id === "registry-open")).toMatchObject([
    {
      severity: "warning",
      object: "Service registry/registry-pull",
      cause: expect.stringContaining("answers this machine at 10.0.0.5:30500"),
      fix: expect.stringContaining("nodeport-addresses=127.0.0.0/8"),
    },
  ]);
});

test("asked for real, a server is found open, and a closed port is not", async () => {
  // 127.0.0.1 is left out: the name stands for an address of a node.
  const address = { type: "InternalIP", address: "localhost" };
  const [port = 0, closed = 0] = await freePorts(2);
  const server = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  try {
    const at = (nodePort: number) => {
      const { inventory, live } = examinationOf([...registry(nodePort), node(address)]);
      return openRegistryPorts(inventory, live);
    };
    expect(await at(port)).toMatchObject([{ address: `localhost:${port}` }]);
    expect(await at(closed)).toEqual([]);
  } finally {
    server.close();
  }
});
