import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import { ClusterClient } from "../../../runtime/cluster-client";
import { hostedKeda } from "../../../testbed/hosted/keda";
import { KedaRoutes } from "../../../testbed/hosted/keda-routes";
import { ServiceNames } from "../../../testbed/service-names";
import { cluster } from "../../support/fake-cluster";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const folder = temporaryFolder();
const certificates = path.join(folder, "keda");
const client = new ClusterClient(undefined);
const names = new ServiceNames(client, folder);
const routes = new KedaRoutes(client, folder);
const pki = writeProgram(folder, "program-pki", 'cat > "$1.requests"');
const programs = hostedKeda({
  folder,
  server: "https://127.0.0.1:6443",
  client,
  names,
  find: (name) => (name === "pki" ? pki : `/cache/${name}`),
  routes,
});

mkdirSync(path.join(folder, "pki"));
writeFileSync(path.join(folder, "pki", "ca.crt"), "authority");
jest.mocked(client.core.createNamespacedServiceAccountToken).mockResolvedValue({
  spec: { audiences: [] },
  status: { token: "abc", expirationTimestamp: new Date() },
});
cluster.services.set({
  metadata: { name: "keda-operator", namespace: "keda" },
  spec: { clusterIP: "127.64.9.9", ports: [{ port: 9666 }], selector: { app: "keda-operator" } },
});

function pod(name: string, command: string, args: readonly string[]): V1Pod {
  return {
    metadata: { name, namespace: "keda", uid: "1", labels: { app: name } },
    spec: {
      serviceAccountName: name,
      containers: [{ name, command: [command], args: [...args] }],
    },
  };
}

/** The command of the one program that stands behind a pod. */
async function command(of: V1Pod) {
  const [program, ...more] = programs.filter(({ matches }) => matches(of));
  if (program === undefined || more.length > 0) throw new Error("not exactly one program");
  return program.command(of);
}

const operator = pod("keda-operator", "/keda", ["--leader-elect", "--cert-dir=/certs"]);

test("the chart's arguments come first, with the testbed's certificates in place of /certs", async () => {
  const { program, args } = await command(operator);
  expect(program).toBe("/cache/keda-operator");
  expect(args.slice(0, 2)).toEqual(["--leader-elect", `--cert-dir=${certificates}`]);
});

test("the operator's replacements come last, and it answers on its Service's address", async () => {
  const { args } = await command(operator);
  expect(args.slice(2)).toEqual([
    "--metrics-service-bind-address=127.64.9.9:9666",
    expect.stringMatching(/^--metrics-bind-address=127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^--health-probe-bind-address=127\.0\.0\.1:\d+$/),
    "--enable-cert-rotation=false",
    "--leader-elect=false",
  ]);
});

test("each has the rights of its pod's own service account", async () => {
  const { env } = await command(operator);
  expect(env).toMatchObject({ KEDA_CLUSTER_OBJECT_NAMESPACE: "keda" });
  expect(readFileSync(env["KUBECONFIG"] ?? "", "utf8")).toContain('"token": "abc"');
  expect(client.core.createNamespacedServiceAccountToken).toHaveBeenCalledWith(
    expect.objectContaining({ name: "keda-operator", namespace: "keda" }),
  );
});

test("the certificate is good for every Service of KEDA", async () => {
  await command(operator);
  const requests = readFileSync(`${certificates}.requests`, "utf8");
  for (const service of [
    "keda-operator.keda.svc",
    "keda-operator-metrics-apiserver.keda.svc.cluster.local",
    "keda-admission-webhooks.keda.svc",
  ]) {
    expect(requests).toContain(`"${service}"`);
  }
});

test("the API server is led to the metrics server's own port", async () => {
  const { args } = await command(pod("metrics", "/keda-adapter", ["--secure-port=6443"]));
  expect(routes.metricsServer?.namespace).toBe("keda");
  const port = `--secure-port=${routes.metricsServer?.port}`;
  expect(args[0]).toBe("--secure-port=6443");
  expect(args.lastIndexOf(port)).toBeGreaterThan(0);
  expect(args).toContain("--bind-address=127.0.0.1");
});

test("the API server is led to the webhooks' own port", async () => {
  const { args } = await command(pod("webhooks", "/keda-admission-webhooks", ["--port=9443"]));
  expect(routes.webhooks?.namespace).toBe("keda");
  expect(args.lastIndexOf(`--port=${routes.webhooks?.port}`)).toBeGreaterThan(0);
});

test("a pod of anything else is not KEDA's", async () => {
  await expect(command(pod("web", "/app/web", []))).rejects.toThrow("not exactly one program");
});
