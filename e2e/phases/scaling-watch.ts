import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { scaledObjectName } from "../../environments/workload-names";
import { BY_HAND } from "../../modules/ownership/field-managers";
import { scalingState } from "../../scripts/ci/lib/scaling-state";
import { type Watched, watchScaling } from "../../scripts/ci/lib/scaling-watch";
import type { ObjectReference } from "../../runtime/cluster-client";
import { RqQueue } from "../../testbed/rq-queue";
import { waitFor } from "../../testbed/wait";
import { type E2e, type Phase, testbedOf } from "../phase";

const JOBS = 6;
const JOB_SECONDS = 5;
const TIMEOUT_MS = 120_000;
const NEVER_MS = 90_000;
/** Earlier phases may have left workers, of which one goes each minute. */
const WHOLE_MS = 600_000;

/** A way to break scaling while jobs are still done, by the workers at the minimum. */
interface Break {
  readonly name: string;
  readonly object: ObjectReference;
  readonly change: object;
  readonly back: object;
  /** What the test says of it. */
  readonly told: RegExp;
}

export const scalingWatch: Phase = {
  name: "scaling-watch",
  title: "The test of scaling of staging-e2e-autoscale is red however scaling is broken, and green",
  run: async (e2e) => {
    const seen: string[] = [];
    await whole(e2e);
    for (const one of await breaks(e2e)) {
      const { client } = testbedOf(e2e);
      await client.merge(one.object, one.change, BY_HAND);
      const { problems } = await watched(e2e, NEVER_MS);
      await client.merge(one.object, one.back, BY_HAND);
      e2e.say(`  ${one.name}: ${problems.join("; ")}`);
      assert.match(problems.join("; "), one.told, one.name);
      seen.push(one.name);
      await whole(e2e);
    }
    const { problems, most } = await watched(e2e, TIMEOUT_MS);
    assert.deepEqual(problems, [], "problems when whole");
    return `red: ${seen.join(", ")}; whole: ${most} workers at most, and back`;
  },
};

function scaler(): ObjectReference {
  const { namespace, deployment } = workersOfLocal();
  const name = scaledObjectName(deployment);
  return { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", namespace, name };
}

async function breaks(e2e: E2e): Promise<readonly Break[]> {
  const object = scaler();
  const { client } = testbedOf(e2e);
  const found = await client.read<
    KubernetesObject & { readonly spec?: { readonly triggers?: readonly Trigger[] } }
  >(object);
  const triggers = found?.spec?.triggers ?? [];
  assert.ok(triggers.length > 0, "the ScaledObject has triggers");
  const { min, max } = workersOfLocal();
  const operator = {
    ...{ apiVersion: "apps/v1", kind: "Deployment", name: "keda-operator" },
    namespace: e2e.spec.platform.namespaces.keda,
  };
  return [
    {
      name: "KEDA's operator is away",
      object: operator,
      change: { spec: { replicas: 0 } },
      back: { spec: { replicas: 1 } },
      told: /HPA is not active|stayed at 1/,
    },
    {
      name: "a list of another name",
      object,
      change: { spec: { triggers: triggers.map(misspelt) } },
      back: { spec: { triggers } },
      told: /stayed at 1 while jobs waited/,
    },
    {
      name: "paused",
      object,
      change: { metadata: { annotations: { "autoscaling.keda.sh/paused": "true" } } },
      back: { metadata: { annotations: { "autoscaling.keda.sh/paused": null } } },
      told: /paused/,
    },
    {
      name: "maximum equal to the minimum",
      object,
      change: { spec: { maxReplicaCount: min } },
      back: { spec: { maxReplicaCount: max } },
      told: /can't scale/,
    },
  ];
}

interface Trigger {
  readonly metadata: Readonly<Record<string, string>>;
}

/** KEDA reads a missing key as 0 without a word. */
function misspelt(trigger: Trigger): Trigger {
  const { listName = "", ...metadata } = trigger.metadata;
  return { ...trigger, metadata: { ...metadata, listName: `${listName}s` } };
}

function target(e2e: E2e) {
  const { namespace, deployment } = workersOfLocal();
  const access = { kubeconfig: e2e.project.kubeconfig, context: "testbed" };
  return { access, namespace, deployment, scaledObject: scaledObjectName(deployment) };
}

/** Everything that scales is there and active again. */
function whole(e2e: E2e): Promise<true> {
  const { min } = workersOfLocal();
  return waitFor({ what: "scaling to be whole", timeoutMs: WHOLE_MS }, async () => {
    const { hpa, scaledObject, replicas } = await scalingState(target(e2e));
    const active = hpa?.active === true && hpa.max > hpa.min;
    return active && scaledObject?.paused === false && replicas === min ? true : undefined;
  });
}

/** @param loadMs how long the jobs may take before they are given up */
async function watched(e2e: E2e, loadMs: number): Promise<Watched> {
  const { client, python } = testbedOf(e2e);
  if (python === undefined) throw new Error("the testbed was started without scaling");
  const workers = workersOfLocal();
  const { min } = workers;
  const queue = await RqQueue.open({ ...workers, client, python });
  const before = await queue.look();
  return watchScaling({
    min,
    look: () => scalingState(target(e2e)),
    load: async () => {
      await queue.enqueue(JOBS, JOB_SECONDS);
      const done = async () => (await queue.look()).finished - before.finished;
      await waitFor({ what: "the jobs' end", timeoutMs: loadMs }, async () =>
        (await done()) === JOBS ? true : undefined,
      );
      return { sent: JOBS, done: await done() };
    },
    restSeconds: TIMEOUT_MS / 1000,
    intervalMs: 1000,
  });
}
