import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { runScript } from "../support/run-script";
import { temporaryFolder } from "../support/temporary-folder";

const RESOURCES = {
  kind: "APIResourceList",
  groupVersion: "v1",
  resources: [{ name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["patch"] }],
};

let server: Server;
let kubeconfig: string;
/** What was written: method, path and field manager. */
let writes: string[];

beforeEach(async () => {
  writes = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method !== "GET") {
      writes.push(`${request.method} ${url.pathname} ${url.searchParams.get("fieldManager")}`);
    }
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(url.pathname === "/api/v1" ? RESOURCES : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  kubeconfig = path.join(temporaryFolder(), "kubeconfig");
  const name = "here";
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: {
            server: `http://127.0.0.1:${port}`,
            // The client takes no plain HTTP otherwise.
            "insecure-skip-tls-verify": true,
          },
        },
      ],
      users: [{ name, user: {} }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    }),
  );
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

test("what a command writes stands under the project's name in managedFields, unless it gives another", async () => {
  await runScript("__tests__/support/write-to-cluster.ts", [kubeconfig]);
  expect(writes).toEqual([
    "POST /api/v1/namespaces/app/configmaps fluxibri-core",
    "PATCH /api/v1/namespaces/app/configmaps/settings fluxibri-core",
    "PATCH /api/v1/namespaces/app/configmaps/settings fluxibri-core",
    "PATCH /apis/apps/v1/namespaces/app/deployments/worker/scale fluxibri-core",
    "PATCH /api/v1/namespaces/app/configmaps/settings fluxibri-by-hand",
    "PATCH /api/v1/namespaces/app/configmaps/settings testbed",
  ]);
});
