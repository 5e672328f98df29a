import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import type { ClusterClient } from "../../runtime/cluster-client";
import { clientOf, podOf, refusalOf } from "../clients";
import { type E2e, type Phase, testbedOf } from "../phase";
import { foreignJobs, submittedJob, type SubmittedJobProps } from "../submitted-job";

const DATA = "environments/local.ts";
/** What the environment's file says without and with the app's own Jobs. */
const CHANGES = [
  ["import { montageAi,", "import { clusterMode, montageAi,"],
  [
    "    ...montageAi,\n",
    "    ...montageAi,\n    ...clusterMode,\n    settings: { ...montageAi.settings, ...clusterMode.settings },\n",
  ],
] as const;

/** First steps after web or a worker is taken over. */
export const appRights: Phase = {
  name: "app-rights",
  title:
    "Web and workers have no token and no right; with `submission` their account submits the app's own Jobs, and no others",
  replaces: CHANGES.map(([without]) => [DATA, without]),
  run: async (e2e) => {
    const off = await withoutApi(e2e);
    for (const [without, submitting] of CHANGES) e2e.project.edit(DATA, without, submitting);
    await e2e.project.deploy("workload");
    const on = await withApi(e2e);
    for (const [without, submitting] of CHANGES) e2e.project.edit(DATA, submitting, without);
    await e2e.project.deploy("workload");
    await withoutApi(e2e);
    return `${off} requests refused by RBAC; with submission the app's own Job passes, ${on} others are refused by the policies`;
  },
};

/** @returns how many requests were refused */
async function withoutApi(e2e: E2e): Promise<number> {
  const account = await clientOf("worker", e2e);
  const props = await jobProps(e2e);
  const foreign = foreignJobs(props.image);
  for (const component of ["web", "worker"]) {
    assert.equal((await runningPod(component, e2e)).spec?.automountServiceAccountToken, false);
  }
  const { namespace } = props;
  const requests: Readonly<Record<string, () => Promise<unknown>>> = {
    "the app's own Job": () => account.create(submittedJob(props)),
    ...Object.fromEntries(
      ["a volume of a Secret", "the labels of Redis"].map((what) => [
        what,
        () => account.create(submittedJob(props, { ...foreign[what], name: "intruder" })),
      ]),
    ),
    "the Secrets": () => account.list("v1", "Secret", namespace),
    "the ConfigMaps": () => account.list("v1", "ConfigMap", namespace),
    "the pods": () => account.list("v1", "Pod", namespace),
    "the nodes": () => account.list("v1", "Node"),
  };
  const accepted = await acceptedOf(requests, /is forbidden|cannot/);
  assert.deepEqual(accepted, [], "accepted without `submission`");
  return Object.keys(requests).length;
}

/** @returns how many requests were refused */
async function withApi(e2e: E2e): Promise<number> {
  const account = await clientOf("worker", e2e);
  const props = await jobProps(e2e);
  const own = submittedJob(props);
  const { namespace } = props;
  await account.create(configMap("scene-detect-config-own", namespace));
  await account.create(own);
  await account.list("batch/v1", "Job", namespace);
  await account.list("v1", "Pod", namespace);
  await account.list("v1", "Node");
  const jobs = Object.entries(foreignJobs(props.image)).map(([what, change], index) => [
    what,
    () => account.create(submittedJob(props, { ...change, name: `foreign-${index}` })),
  ]);
  const kept = await someoneElsesJob(e2e, props);
  const requests: Readonly<Record<string, () => Promise<unknown>>> = {
    ...Object.fromEntries(jobs),
    "a ConfigMap in place of a program": () => account.create(configMap("program", namespace)),
    "a Job of somebody else, deleted": () => account.remove(kept, "Background"),
  };
  const accepted = await acceptedOf(requests, /app-(jobs|configmaps)\.montage-ai\.fluxibri\.ai/);
  assert.deepEqual(accepted, [], "accepted by the policies");
  for (const [what, read] of Object.entries(forbidden(account, namespace))) {
    assert.match(await refusalOf(read()), /forbidden/, what);
  }
  await account.remove(referenceOf(own), "Background");
  await testbedOf(e2e).client.remove(kept, "Background");
  await testbedOf(e2e).client.remove({
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "scene-detect-config-own",
    namespace,
  });
  return Object.keys(requests).length;
}

function forbidden(account: ClusterClient, namespace: string) {
  return {
    Secrets: () => account.list("v1", "Secret", namespace),
    ConfigMaps: () => account.list("v1", "ConfigMap", namespace),
    "Jobs elsewhere": () => account.list("batch/v1", "Job", "kube-system"),
  };
}

/** A Job that the app did not make: one that copies claims, or KEDA's. */
async function someoneElsesJob(e2e: E2e, props: SubmittedJobProps) {
  const job = submittedJob(props, {
    name: "other",
    labels: { "app.kubernetes.io/component": "claim-copy" },
    job: { suspend: true },
  });
  await testbedOf(e2e).client.create(job);
  return referenceOf(job);
}

function referenceOf({ metadata }: ReturnType<typeof submittedJob>) {
  const { name = "", namespace = "" } = metadata ?? {};
  return { apiVersion: "batch/v1", kind: "Job", name, namespace };
}

function configMap(name: string, namespace: string) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } };
}

async function runningPod(component: string, e2e: E2e): Promise<V1Pod> {
  const { namespace, name } = await podOf(component, e2e);
  return testbedOf(e2e).client.core.readNamespacedPod({ namespace, name });
}

async function jobProps(e2e: E2e): Promise<SubmittedJobProps> {
  const pod = await runningPod("worker", e2e);
  return {
    namespace: workersOfLocal().namespace,
    image: pod.spec?.containers[0]?.image ?? "",
    claims: ["montage-input", "montage-output"],
  };
}

/** Those that passed, or were refused by something else than expected. */
async function acceptedOf(
  requests: Readonly<Record<string, () => Promise<unknown>>>,
  by: RegExp,
): Promise<readonly string[]> {
  const accepted: string[] = [];
  for (const [what, request] of Object.entries(requests)) {
    const refusal = await refusalOf(request());
    if (!by.test(refusal)) accepted.push(refusal === "" ? what : `${what}: ${refusal}`);
  }
  return accepted;
}
