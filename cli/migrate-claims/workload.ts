import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { scaledObjectName, workerDeploymentName } from "../../environments/workload-names";
import type { ClusterClient } from "../../runtime/cluster-client";
import type { Progress } from "../../runtime/progress";
import { copyJobName } from "./copy-job";
import { claimsOf, type Facts, readFacts } from "./facts";
import type { JournalStore } from "./journal";

/** Keeps a ScaledObject's target at a number; https://keda.sh/docs/2.20/concepts/scaling-deployments/#pausing-autoscaling */
const PAUSED = "autoscaling.keda.sh/paused-replicas";

const INTERVAL_MS = 1_000;
const TELL_EVERY_MS = 15_000;

export interface ClaimUsersProps {
  readonly client: ClusterClient;
  readonly spec: EnvironmentSpec;
  /** Whose claims move. */
  readonly application: ApplicationSpec;
  readonly journal: JournalStore;
  readonly say: Progress;
}

/**
 * Brings every Deployment that mounts a claim to zero and waits until no pod has
 * one any more. What it was is written down first: killed in between, the next
 * run knows it. A worker ends when its job is done, so this may take a job's time.
 */
export async function stopWorkload(facts: Facts, props: ClaimUsersProps): Promise<void> {
  const { client, application, journal, say } = props;
  const replicas = Object.fromEntries(
    facts.deployments
      .filter(({ replicas: now }) => now > 0)
      .map(({ name, replicas: now }) => [name, now]),
  );
  // Who was stopped before keeps the number that it had before.
  await journal.update((known) => ({
    ...known,
    stopped: { replicas: { ...replicas, ...known.stopped?.replicas } },
  }));
  for (const name of scaledObjects(props)) await pause(client, application, name, "0");
  for (const { name } of facts.deployments)
    await client.scaleDeployment(application.namespace, name, 0);
  await removeFinalJobs(props);
  await waitUntilUnused(props);
  const at = new Date().toISOString();
  await journal.update(({ stopped, ...known }) => ({
    ...known,
    stopped: { replicas: stopped?.replicas ?? replicas, at },
  }));
  say("no pod writes any more");
}

/** As it was before it was stopped; workloads that have pods again stay as they are. */
export async function startWorkload(facts: Facts, props: ClaimUsersProps): Promise<void> {
  const { client, application, journal, say } = props;
  const known = await journal.begin();
  for (const [name, count] of Object.entries(known.stopped?.replicas ?? {})) {
    const now = facts.deployments.find((deployment) => deployment.name === name)?.replicas;
    if (now !== 0) continue;
    await client.scaleDeployment(application.namespace, name, count);
    say(`Deployment ${name}: ${count}`);
  }
  for (const name of scaledObjects(props)) await pause(client, application, name, null);
  await journal.update(({ copies }) => ({ copies }));
}

function scaledObjects({ spec, application }: ClaimUsersProps): readonly string[] {
  return installs(spec, "keda")
    ? application.workers.map(({ name }) =>
        scaledObjectName(workerDeploymentName(application.name, name)),
      )
    : [];
}

/** null takes the annotation away (RFC 7396). */
async function pause(
  client: ClusterClient,
  { namespace }: ApplicationSpec,
  name: string,
  replicas: string | null,
): Promise<void> {
  const reference = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", namespace, name };
  const found = await client.read<KubernetesObject>(reference);
  if (found === undefined) return;
  await client.merge(reference, { metadata: { annotations: { [PAUSED]: replicas } } });
}

/** Their results are from before: files may have changed since. */
async function removeFinalJobs({ client, spec, application }: ClaimUsersProps): Promise<void> {
  const { namespace } = application;
  for (const { name } of claimsOf(application, spec)) {
    const reference = {
      apiVersion: "batch/v1",
      kind: "Job",
      namespace,
      name: copyJobName(name, "final"),
    };
    await client.remove(reference, "Background");
    while ((await client.read(reference)) !== undefined) await sleep(INTERVAL_MS);
  }
}

async function waitUntilUnused({ client, spec, application, say }: ClaimUsersProps): Promise<void> {
  let told = { line: "", at: 0 };
  for (;;) {
    const { claims } = await readFacts(client, spec, application, undefined);
    const pods = [...new Set(claims.flatMap(({ users }) => users.map(({ name }) => name)))];
    if (pods.length === 0) return;
    const line = `waiting for ${pods.join(", ")} to end`;
    if (line !== told.line || Date.now() - told.at > TELL_EVERY_MS) {
      say(line);
      told = { line, at: Date.now() };
    }
    await sleep(INTERVAL_MS);
  }
}
