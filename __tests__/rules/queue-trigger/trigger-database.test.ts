import { queueTrigger } from "../../../rules/queue-trigger";
import { foundInYaml } from "../foreign";

function worker(command: string, env = ""): string {
  return `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: worker, namespace: jobs }, spec: { selector: {}, template: { spec: { containers: [{ name: a, image: "x.example.com/a:1", command: [${command}], env: [${env}] }] } } } }`;
}

function trigger(more: string, prefix = "rq"): string {
  const keys = ["queue", "wip"].map(
    (key) =>
      `{ type: redis, name: ${key}, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: "${prefix}:${key}:default", listLength: "1" ${more} } }`,
  );
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 1, maxReplicaCount: 3, advanced: { scalingModifiers: { formula: queue + wip, target: "1" } }, triggers: [${keys.join(", ")}] } }`;
}

function found(...documents: readonly string[]): readonly string[] {
  return foundInYaml(queueTrigger, documents.join("\n---\n"));
}

const URL_3 = "redis://redis.jobs.svc.cluster.local:6379/3";
const IN_0 =
  /^error ScaledObject jobs\/s: trigger \w+ counts in database 0 of Redis, and Deployment jobs\/worker takes its jobs from database 3/;

describe("the database of a redis trigger", () => {
  test.each([
    ["an option", worker(`rq, worker, --url, "${URL_3}", default`)],
    ["an option with =", worker(`rq, worker, "--url=${URL_3}", default`)],
    ["RQ's variable", worker("rq, worker, default", `{ name: RQ_REDIS_URL, value: "${URL_3}" }`)],
    ["a parameter", worker('rq, worker, -u, "redis://redis:6379?db=3", default')],
  ])("is held against the worker's, by %s", (_, deployment) => {
    expect(found(deployment, trigger(""))).toEqual([
      expect.stringMatching(IN_0),
      expect.stringMatching(IN_0),
    ]);
    expect(found(deployment, trigger(', databaseIndex: "3"'))).toEqual([]);
  });

  test("of a Celery worker is that of its broker", () => {
    const celery = worker(`celery, -A, app, -b, "${URL_3}", worker, -Q, video`);
    const keda =
      '{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 1, maxReplicaCount: 1, triggers: [{ type: redis, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: video } }] } }';
    expect(found(celery, keda)).toContainEqual(expect.stringMatching(IN_0));
  });

  test.each(["rq, worker, default", 'rq, worker, --url, "${URL}", default'])(
    "is not judged where the worker's is not known (%s)",
    (command) => {
      expect(found(worker(command), trigger(""))).toEqual([]);
    },
  );
});

describe("RQ_KEY_PREFIX", () => {
  const prefixed = worker("rq, worker, default", "{ name: RQ_KEY_PREFIX, value: mine }");

  test("is the first word of the keys that are to be counted", () => {
    expect(found(prefixed, trigger("", "mine"))).toEqual([]);
  });

  test("makes RQ's usual keys empty ones", () => {
    expect(found(prefixed, trigger(""))).toContainEqual(
      expect.stringContaining(
        "counts rq:queue:default, but Deployment jobs/worker takes jobs from mine:queue:default",
      ),
    );
  });
});
