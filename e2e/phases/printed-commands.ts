import assert from "node:assert/strict";
import { run } from "../../runtime/process/run";
import { runSync } from "../../runtime/process/run-sync";
import type { ClusterClient } from "../../runtime/cluster-client";
import { type AnyObject, deploymentOf, namespaceOf, PRINTED_IN } from "../breakages/breakage";
import { type E2e, type Phase, testbedOf } from "../phase";
import { PRINTED } from "../../scripts/references/printed";
import { waitFor } from "../../testbed/wait";

const NAME = PRINTED_IN;
const SECONDS = 600;
const READY_MS = 60_000;
const DEFINITION: AnyObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "externalsecrets.external-secrets.io" },
  spec: {
    group: "external-secrets.io",
    scope: "Namespaced",
    names: { kind: "ExternalSecret", plural: "externalsecrets", singular: "externalsecret" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ],
  },
};
const EXTERNAL_SECRET: AnyObject = {
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata: { name: "pull", namespace: NAME },
};

/** What the lines of the list work on. */
const PREPARED: readonly AnyObject[] = [
  namespaceOf(NAME),
  deploymentOf("api", {}, {}, NAME),
  { apiVersion: "v1", kind: "Secret", metadata: { name: "pull", namespace: NAME } },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: NAME },
    spec: {
      capacity: { storage: "1Gi" },
      accessModes: ["ReadWriteOnce"],
      hostPath: { path: "/nowhere" },
    },
  },
  {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: NAME, labels: { "eks.amazonaws.com/nodegroup": NAME } },
    spec: { taints: [{ key: "gpu", effect: "NoSchedule" }] },
  },
  DEFINITION,
  EXTERNAL_SECRET,
];

/** What neither a breakage nor another phase runs. */
export const printedCommands: Phase = {
  name: "printed-commands",
  title: "Commands that messages print, and that no other phase runs, are run and end well",
  run: async (e2e) => {
    const { client } = testbedOf(e2e);
    await prepare(client);
    const failures: string[] = [];
    const seen = { ran: 0, aws: 0, notHere: [] as string[] };
    for (const [shape, where] of Object.entries(PRINTED)) {
      if (where.by !== "line" && where.by !== "aws") continue;
      const [program = ""] = where.line.split(" ");
      if (!isThere(program)) {
        seen.notHere.push(shape);
        continue;
      }
      const said =
        where.by === "aws" ? await askAws(e2e, where.line) : await runLine(e2e, where.line);
      e2e.say(`  ${said === "" ? "ran" : "FAILED"}: ${where.line}`);
      if (said !== "") failures.push(`${where.line}: ${said}`);
      else if (where.by === "aws") seen.aws += 1;
      else seen.ran += 1;
    }
    await clear(client);
    assert.deepEqual(failures, [], "commands that messages print and that fail");
    return `${seen.ran} run, ${seen.aws} read by the aws CLI; not on this machine: ${seen.notHere.join(", ") || "none"}`;
  },
};

function isThere(program: string): boolean {
  return runSync({ program: "bash", args: ["-c", `command -v ${program}`] }).ok;
}

/** Nothing listens there: what gets so far was understood and held valid by the CLI. */
const NOWHERE = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_MAX_ATTEMPTS: "1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
};

async function askAws(e2e: E2e, line: string): Promise<string> {
  const said = await runLine(e2e, line, NOWHERE);
  return said.includes("Could not connect to the endpoint URL") ? "" : said || "it got an answer";
}

async function runLine(e2e: E2e, line: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const ended = await run({
    program: "bash",
    args: ["-c", line],
    cwd: e2e.project.folder,
    env: { ...e2e.project.environment(), ...env },
    timeoutSeconds: SECONDS,
  });
  return ended.ok ? "" : ended.lastLines() || ended.summary;
}

async function prepare(client: ClusterClient): Promise<void> {
  for (const object of PREPARED) {
    await waitFor({ what: `${object.kind} to be accepted`, timeoutMs: READY_MS }, async () => {
      await client.create(object);
      return true;
    });
  }
  // A second revision, which can be undone.
  await client.merge(
    { apiVersion: "apps/v1", kind: "Deployment", name: "api", namespace: NAME },
    { spec: { template: { metadata: { annotations: { second: "revision" } } } } },
  );
  await waitFor({ what: "its second revision", timeoutMs: READY_MS }, async () => {
    const sets = await client.list("apps/v1", "ReplicaSet", NAME);
    return sets.length > 1 ? true : undefined;
  });
}

/** The namespace goes when the platform has gone, as those of the breakages. */
async function clear(client: ClusterClient): Promise<void> {
  for (const { apiVersion = "", kind = "", metadata } of PREPARED.toReversed()) {
    if (kind === "Namespace") continue;
    const { name = "", namespace } = metadata ?? {};
    await client.remove({ apiVersion, kind, name, ...(namespace && { namespace }) }, "Background");
  }
}
