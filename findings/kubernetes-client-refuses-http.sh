#!/usr/bin/env bash
# @kubernetes/client-node: does it talk to an API server that a kubeconfig names by http://?
#
# Expected: yes, as kubectl does; such a kubeconfig is what people write for `kubectl proxy`.
# Seen (1.4.0): it refuses before it sends anything, unless the cluster also says
# insecure-skip-tls-verify, a setting about certificates that plain HTTP has none of.
#
# Needs bash and Node 20 or newer with npm, on Linux or macOS. Takes some seconds.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit --save-exact @kubernetes/client-node@1.4.0 >/dev/null

cat >observe.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";

let requests = 0;
const server = createServer((_request, response) => {
  requests += 1;
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ apiVersion: "v1", kind: "NamespaceList", metadata: {}, items: [] }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

async function ask(cluster) {
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "proxy", cluster: { server: `http://127.0.0.1:${server.address().port}`, ...cluster } }],
      users: [{ name: "none", user: {} }],
      contexts: [{ name: "proxy", context: { cluster: "proxy", user: "none" } }],
      "current-context": "proxy",
    }),
  );
  const before = requests;
  const answered = await config
    .makeApiClient(CoreV1Api)
    .listNamespace()
    .then(
      () => "answered",
      () => "refused",
    );
  return `${answered} after ${requests - before} requests`;
}

const plain = await ask({});
const skipping = await ask({ "insecure-skip-tls-verify": true });
server.close();
const { version } = JSON.parse(readFileSync("node_modules/@kubernetes/client-node/package.json", "utf8"));
const seen = `http: ${plain}; with insecure-skip-tls-verify: ${skipping}`;
console.log(`@kubernetes/client-node ${version}`);
console.log("  expected: http: answered after 1 requests; with insecure-skip-tls-verify: answered after 1 requests");
console.log(`  seen:     ${seen}`);
const known = "http: refused after 0 requests; with insecure-skip-tls-verify: answered after 1 requests";
process.exitCode = seen === known ? 0 : 1;
JAVASCRIPT
node observe.mjs || { echo "This is no longer what was seen." >&2; exit 1; }
