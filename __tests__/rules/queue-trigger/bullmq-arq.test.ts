import { queueTrigger } from "../../../rules/queue-trigger";
import { findingsIn } from "../fixture";
import { foundInCluster } from "../foreign";
import { foundIn } from "../manifests";

function trigger(key: string, index: number): string {
  return `{ type: redis, name: t${index}, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: "${key}", listLength: "1" } }`;
}

function scaled(keys: readonly string[], more = ""): string {
  const sum = keys.length > 1 ? keys.map((_, index) => `t${index}`).join(" + ") : undefined;
  const advanced = sum && `advanced: { scalingModifiers: { formula: ${sum}, target: "1" } },`;
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 0, maxReplicaCount: 4, ${more} ${advanced ?? ""} triggers: [${keys.map(trigger).join(", ")}] } }`;
}

function scaledJob(keys: readonly string[], strategy: string): string {
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledJob, metadata: { name: s, namespace: jobs }, spec: { jobTargetRef: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: "x.example.com/a:1" }] } } }, rollout: { strategy: gradual }, scalingStrategy: { strategy: ${strategy}, multipleScalersCalculation: sum }, triggers: [${keys.map(trigger).join(", ")}] } }`;
}

const found = (yaml: string) => foundIn(queueTrigger, yaml);
const WAITING_ALONE =
  "counts the jobs that wait (bull:mail:wait) and not those that run: a started job leaves the list, so workers are removed while they work";

describe("keys of BullMQ, whose workers no command line tells", () => {
  test("the list of waiting jobs alone removes workers that work; the fix names its other keys", () => {
    expect(findingsIn("invalid", "queue-trigger-bullmq")).toEqual([
      expect.objectContaining({ severity: "warning", message: WAITING_ALONE }),
    ]);
    const [finding] = found(scaled(["bull:mail:wait"]));
    expect(finding).toContain("add a trigger with listName: bull:mail:active, and sum them");
    expect(finding).toContain("formula: t0 + running_mail, ");
    expect(finding).toContain("jobs that have a priority wait in bull:mail:prioritized");
    expect(foundInCluster(queueTrigger, scaled(["bull:mail:wait"]), undefined)).toEqual([
      `warning ScaledObject jobs/s: ${WAITING_ALONE}`,
    ]);
  });

  test("waiting and running jobs together are right, with those of a priority or a delay", () => {
    expect(findingsIn("valid", "queue-trigger-bullmq")).toEqual([]);
    expect(found(scaled(["bull:mail:wait", "bull:mail:active"]))).toEqual([]);
  });

  test("running jobs of another queue are not these", () => {
    expect(found(scaled(["bull:mail:wait", "bull:video:active"]))).toEqual([
      expect.stringContaining("add a trigger with listName: bull:mail:active"),
    ]);
  });

  test.each([
    ["bull:mail:waiting", "which BullMQ does not have"],
    ["bull:mail:completed", "which holds jobs that have ended"],
    ["bull:mail:events", "which holds no jobs"],
  ])("%s is an error", (key, reason) => {
    expect(found(scaled([key]))).toEqual([expect.stringContaining(`counts ${key}, ${reason}`)]);
    expect(found(scaled([key]))[0]).toMatch(/^error .* \| write listName: bull:mail:wait$/);
  });

  test("a queue with a prefix of its own is not judged", () => {
    expect(found(scaled(["shop:mail:wait"]))).toEqual([]);
  });

  test("a ScaledJob of strategy default needs those that run", () => {
    expect(found(scaledJob(["bull:mail:wait"], "default"))).toEqual([
      expect.stringContaining("add a trigger with listName: bull:mail:active"),
    ]);
    expect(found(scaledJob(["bull:mail:wait"], "accurate"))).toEqual([]);
  });
});

describe("keys of ARQ, which keeps a job in its set until the end", () => {
  test.each(["arq:queue", "arq:queue:video"])("%s alone counts what waits and runs", (key) => {
    expect(found(scaled([key]))).toEqual([]);
  });

  test("the fixture of a sound one has no finding", () => {
    expect(findingsIn("valid", "queue-trigger-arq")).toEqual([]);
  });

  test("a ScaledJob whose strategy expects waiting jobs alone counts those that run twice", () => {
    expect(found(scaledJob(["arq:queue"], "accurate"))).toEqual([
      expect.stringContaining("arq:queue keeps a job until its end"),
    ]);
    expect(found(scaledJob(["arq:queue"], "default"))).toEqual([]);
  });

  test("the text of its health check has no length", () => {
    expect(found(scaled(["arq:queue:health-check"]))).toEqual([
      expect.stringContaining("holds a text and has no length"),
    ]);
  });
});
