import {
  ADDRESS,
  worker,
  DEFAULT_WORKER,
  scaledObject,
  redis,
  counts,
  SUM,
  BOTH,
  ONE,
  found,
} from "./scaling/queue-scaling";

describe("queue-trigger, keys", () => {
  test("accepts the sum of waiting and running jobs of a queue that the workers consume", () => {
    expect(found(DEFAULT_WORKER + scaledObject(ONE + SUM, ...BOTH))).toEqual([]);
  });

  // The trigger of the app's own manifests: nothing ever scaled.
  test("refuses the hand-off list, and names the list that it stands for", () => {
    expect(found(scaledObject(ONE, counts("rq:queue:default:intermediate")))).toEqual([
      "error trigger 1 counts rq:queue:default:intermediate, which a job passes in milliseconds on its way to a worker: it is always empty, and nothing scales | write listName: rq:queue:default",
    ]);
  });

  test("refuses a misspelt queue with the closest one", () => {
    expect(
      found(
        DEFAULT_WORKER +
          scaledObject(ONE + SUM, counts("rq:queue:defualt", "queued"), BOTH[1] ?? ""),
      ),
    ).toEqual([
      "error trigger queued counts rq:queue:defualt, but Deployment app/worker takes jobs from rq:queue:default: KEDA reads a missing key as 0 without a word | write listName: rq:queue:default",
    ]);
  });

  test("refuses a queue's bare name, and a queue of other workers", () => {
    const keys = (key: string) =>
      found(DEFAULT_WORKER + scaledObject(`maxReplicaCount: 1, ${ONE}`, counts(key)));
    expect(keys("default")).toEqual([
      "error trigger 1 counts default, but Deployment app/worker takes jobs from rq:queue:default: KEDA reads a missing key as 0 without a word | write listName: rq:queue:default",
    ]);
    expect(keys("rq:queue:gpu-renders")).toEqual([
      "error trigger 1 counts rq:queue:gpu-renders, but Deployment app/worker takes jobs from rq:queue:default: KEDA reads a missing key as 0 without a word | write listName: rq:queue:default, or let the workers take jobs from gpu-renders",
    ]);
  });

  test("refuses a queue of a worker from zero that nothing counts", () => {
    const two = worker('command: ["rq", "worker", "high", "default"]');
    const high = ["rq:queue:high", "rq:wip:high"].map((key, at) =>
      counts(key, ["queued", "running"][at]),
    );
    const uncounted = (options: string) =>
      found(two + scaledObject(options + SUM, ...high)).filter((text) =>
        text.includes("takes jobs from default too"),
      );
    expect(uncounted("minReplicaCount: 0, ")).toEqual([
      "error Deployment app/worker takes jobs from default too, and no trigger counts rq:queue:default: jobs there start no worker | add a trigger with listName: rq:queue:default, or take default out of the worker's queues",
    ]);
    expect(uncounted("minReplicaCount: 1, ")).toEqual([
      expect.stringMatching(/^warning .*bring no further worker/),
    ]);
    const other = DEFAULT_WORKER.replaceAll("name: worker", "name: other");
    expect(
      found(two + other + scaledObject("minReplicaCount: 0, " + SUM, ...high)).join(),
    ).not.toContain("too, and");
  });

  test("says nothing of keys where it does not know the queues, nor of keys that are none of RQ's", () => {
    const secret =
      "env: [{ name: WORKER_QUEUES, valueFrom: { secretKeyRef: { name: s, key: k } } }]";
    const other = scaledObject(`maxReplicaCount: 1, ${ONE}`, counts("rq:queue:other"));
    expect(found(worker(secret) + other)).toEqual([]);
    expect(found(worker('command: ["/app"]') + other)).toEqual([]);
    expect(found(other)).toEqual([]);
    expect(found(DEFAULT_WORKER + scaledObject(ONE, counts("celery")))).toEqual([]);
    expect(found(scaledObject(ONE, counts("${WORKER_QUEUE_LIST_NAME}")))).toEqual([]);
  });

  test.each([
    [
      "a ConfigMap's variable",
      "env: [{ name: WORKER_QUEUES, valueFrom: { configMapKeyRef: { name: settings, key: QUEUES } } }]",
    ],
    ["a whole ConfigMap", "envFrom: [{ configMapRef: { name: settings } }]"],
    [
      "rq's arguments",
      'command: [rq, worker, --url, "redis://redis:6379", --with-scheduler, high, heavy]',
    ],
    [
      "a shell's script",
      'command: [sh, -c, "exec rq worker -w app.Worker high heavy && echo done"]',
    ],
  ])("reads the queues from %s", (_source, container) => {
    const settings = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: app }
data: { QUEUES: "high, heavy", WORKER_QUEUES: "high, heavy" }
---`;
    expect(
      found(
        settings +
          worker(container) +
          scaledObject(`maxReplicaCount: 1, ${ONE}`, counts("rq:queue:low")),
      ),
    ).toEqual([expect.stringContaining("takes jobs from rq:queue:high, rq:queue:heavy: KEDA")]);
  });

  test("takes `default` for the queue of an rq worker that names none, unless a file does", () => {
    const low = scaledObject(`maxReplicaCount: 1, ${ONE}`, counts("rq:queue:low"));
    expect(found(worker("command: [rq, worker]") + low)).toHaveLength(1);
    expect(found(worker("command: [rq, worker, -c, settings]") + low)).toEqual([]);
    expect(found(worker('command: [sh, -c, "rq worker $QUEUES"]') + low)).toEqual([]);
  });

  test("warns of the list alone, with the trigger and the formula to add", () => {
    expect(
      found(
        DEFAULT_WORKER +
          scaledObject(ONE, redis(`${ADDRESS}, listName: "rq:queue:default", listLength: "10"`)),
      ),
    ).toEqual([
      'warning counts the jobs that wait (rq:queue:default) and not those that run: a started job leaves the list, so workers are removed while they work | add a trigger with listName: rq:wip:default, and sum them: advanced: { scalingModifiers: { formula: queued_default + 10 * running_default, target: "10", metricType: AverageValue } }, with name: queued_default on the trigger of rq:queue:default, running_default on the trigger of rq:wip:default',
    ]);
  });

  test("accepts the list alone where nothing is scaled in, and for a ScaledJob", () => {
    expect(
      found(scaledObject("minReplicaCount: 2, maxReplicaCount: 2,", counts("rq:queue:default"))),
    ).toEqual([]);
    const members = "scalingStrategy: { strategy: accurate }, rollout: { strategy: gradual },";
    const scaledJob = scaledObject(members, counts("rq:queue:default"))
      .replace("kind: ScaledObject", "kind: ScaledJob")
      .replace(
        "scaleTargetRef: { name: worker }",
        "jobTargetRef: { template: { spec: { containers: [{ name: w, command: [rq, worker, --burst] }] } } }",
      );
    expect(found(scaledJob)).toEqual([]);
    expect(found(scaledJob.replace("rq:queue:default", "rq:queue:defalt"))).toHaveLength(1);
  });
});
