import { BOTH, counts, found, ONE, scaledObject, SUM, worker } from "../scaling/queue-scaling";

describe("queue-trigger, the way to zero", () => {
  const SCHEDULER = worker(
    'command: ["python", "-m", "montage_ai.worker"], env: [{ name: WORKER_QUEUES, value: default }]',
  );

  // Whatever its behavior: KEDA's operator looks at the number alone before it goes to zero.
  test("refuses a fallback to 0 where zero can be reached", () => {
    const fallback = (min: number) =>
      `minReplicaCount: ${min}, fallback: { failureThreshold: 3, replicas: 0, behavior: currentReplicas }, ${SUM}`;
    expect(found(scaledObject(fallback(0), ...BOTH))).toEqual([
      "error falls back to 0 replicas: while Redis cannot be reached, all workers are removed, those in a job included | write fallback: { failureThreshold: 3, replicas: 1, behavior: currentReplicasIfHigher }, or remove the fallback",
    ]);
    expect(found(scaledObject(fallback(1), ...BOTH))).toEqual([]);
  });

  test("warns where the scheduler goes to zero with the workers, unless a trigger wakes it", () => {
    expect(found(SCHEDULER + scaledObject(SUM, ...BOTH))).toEqual([
      "warning goes to zero, but RQ's scheduler runs in the workers of Deployment app/worker: without one, scheduled jobs do not reach their queue | write minReplicaCount: 1, or add a trigger on rq:scheduled:default",
    ]);
    const rq = (options: string) =>
      found(worker(`command: [rq, worker, ${options}]`) + scaledObject(SUM, ...BOTH));
    expect(rq("-s, default")).toHaveLength(1);
    expect(rq("default")).toEqual([]);
    expect(found(SCHEDULER + scaledObject(ONE + SUM, ...BOTH))).toEqual([]);
    const three = SUM.replace("queued + 4 * running", "queued + 4 * running + scheduled");
    const scheduled = counts("rq:scheduled:default", "scheduled");
    expect(found(SCHEDULER + scaledObject(three, ...BOTH, scheduled))).toEqual([]);
  });

  test("warns of a cooldown that shall act above zero, unless the HPA's own behavior is written", () => {
    expect(found(scaledObject(`${ONE} cooldownPeriod: 120, ${SUM}`, ...BOTH))).toEqual([
      "warning has a cooldownPeriod of 120 s, which concerns only the way to zero: between 1 and more the HPA decides, after 300 s | write advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 120 } } } } in its place",
    ]);
    const behavior = SUM.replace(
      "advanced: {",
      "advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },",
    );
    expect(found(scaledObject(`${ONE} cooldownPeriod: 120, ${behavior}`, ...BOTH))).toEqual([]);
    expect(found(scaledObject(`cooldownPeriod: 120, ${SUM}`, ...BOTH))).toEqual([]);
  });
});
