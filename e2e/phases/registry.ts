import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { V1ReplicaSet } from "@kubernetes/client-node";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { run } from "../../runtime/process/run";
import { ClusterClient } from "../../runtime/cluster-client";
import { writeKubeconfig } from "../../testbed/kubeconfig";
import { ensurePrograms } from "../../testbed/programs";
import { podOf, refusalOf } from "../clients";
import { type E2e, type Phase, testbedOf } from "../phase";

const NAMESPACE = "registry";
const ACCOUNT = "registry-garbage-collection";
const READ = "image_references.py";
/** They skip what needs a registry that is not on the machine; here it is built first. */
const TESTS = ["__tests__/modules/registry-retention.test.ts"];

const results = z.object({ numPassedTests: z.int() });
const found = z.record(z.string(), z.array(z.string()));

/** The program of the CronJob reads the real API with its own account; the pinned server does the rest. */
export const registry: Phase = {
  name: "registry",
  title:
    "The garbage collection's account reads what the cluster names and no more; the pinned registry keeps that and frees the rest",
  run: async (e2e) => {
    await ensurePrograms(["registry"], e2e.kubernetes, e2e.say);
    const named = await read(e2e);
    const replicaSets = await testbedOf(e2e).client.list<V1ReplicaSet>("apps/v1", "ReplicaSet");
    const images = replicaSets.flatMap(({ spec }) =>
      (spec?.template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []),
    );
    for (const image of new Set(images)) {
      const [, digest] = /@(sha256:\S+)$/.exec(image) ?? [];
      assert.ok((digest ?? image.replace(/^[^/]+\//, "")) in named || image in named, image);
    }
    await refused(e2e);
    const passed = await realServers();
    return `${Object.keys(named).length} digests and tags read with the job's account, ${new Set(images).size} images of ReplicaSets among them; nothing else may be read; ${passed} tests on the real server`;
  },
};

/** Runs the program as it is in the cluster's ConfigMap. */
async function read(e2e: E2e) {
  const { client, server } = testbedOf(e2e);
  const folder = path.join(e2e.folder, "registry");
  mkdirSync(folder, { recursive: true });
  const { data } = await client.core.readNamespacedConfigMap({
    name: ACCOUNT,
    namespace: NAMESPACE,
  });
  writeFileSync(path.join(folder, READ), data?.[READ] ?? "");
  writeFileSync(path.join(folder, "token"), await token(e2e));
  const ca = path.join(e2e.folder, "testbed", "pki", "ca.crt");
  writeFileSync(path.join(folder, "ca.crt"), readFileSync(ca));
  const { hostname, port } = new URL(server);
  const references = path.join(folder, "references.json");
  const ended = await run({
    program: "python3",
    args: [path.join(folder, READ)],
    env: {
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      SERVICE_ACCOUNT: folder,
      REFERENCES_FILE: references,
    },
  });
  if (!ended.ok) throw ended.failure("look at the role of the garbage collection");
  return found.parse(JSON.parse(readFileSync(references, "utf8")));
}

async function token(e2e: E2e): Promise<string> {
  const { status } = await testbedOf(e2e).client.core.createNamespacedServiceAccountToken({
    name: ACCOUNT,
    namespace: NAMESPACE,
    body: { spec: { audiences: [], expirationSeconds: 3600 } },
  });
  assert.ok(status?.token, "a token of the account");
  return status.token;
}

/** A cluster-wide right is worth a look at what it does not give. */
async function refused(e2e: E2e): Promise<void> {
  const folder = path.join(e2e.folder, "registry");
  const kubeconfig = path.join(folder, "kubeconfig");
  writeKubeconfig(kubeconfig, {
    server: testbedOf(e2e).server,
    ca: path.join(folder, "ca.crt"),
    identity: { kind: "token", token: readFileSync(path.join(folder, "token"), "utf8") },
  });
  const account = new ClusterClient(kubeconfig);
  const worker = await podOf("worker", e2e);
  assert.equal(await refusalOf(account.list("v1", "Pod", worker.namespace)), "", "pods");
  for (const kind of ["Secret", "ConfigMap", "Event", "ServiceAccount"]) {
    assert.match(await refusalOf(account.list("v1", kind, worker.namespace)), /forbidden/, kind);
  }
  const change = { metadata: { labels: { "app.kubernetes.io/name": "other" } } };
  assert.match(await refusalOf(account.merge(worker, change)), /forbidden/, "a change of a pod");
  assert.match(await refusalOf(account.remove(worker)), /forbidden/, "deletion");
}

async function realServers(): Promise<number> {
  const ended = await run({
    program: process.execPath,
    args: [projectFile("node_modules/jest/bin/jest.js"), ...TESTS.map(projectFile), "--json"],
    cwd: projectFile("."),
  });
  if (!ended.ok) throw ended.failure(`run npm run unit -- ${TESTS.join(" ")}`);
  const { numPassedTests } = results.parse(JSON.parse(ended.stdout));
  // Without the server all are skipped.
  assert.ok(numPassedTests > 0, "tests on the real server");
  return numPassedTests;
}
