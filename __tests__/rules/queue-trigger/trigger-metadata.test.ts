import { specOf } from "../../support/synth";
import { ADDRESS, worker, scaledObject, redis, ONE, found } from "../scaling/queue-scaling";

describe("queue-trigger, metadata", () => {
  const only = (metadata: string) =>
    found(scaledObject(`maxReplicaCount: 1, ${ONE}`, redis(metadata)));
  const KEY = 'listName: "rq:queue:default"';

  test("warns of what KEDA does not know, and asks for what it needs", () => {
    expect(only(`${ADDRESS}, listname: "rq:queue:default"`)).toEqual([
      'warning trigger 1 has metadata listname, which KEDA ignores without a word | write listName: "rq:queue:default"',
      "error trigger 1 has no listName: KEDA refuses it, and nothing scales | add listName: rq:queue:default to its metadata",
    ]);
    expect(only(`${KEY}`)).toEqual([
      "error trigger 1 names no Redis: KEDA refuses it, and nothing scales | add address: redis.app.svc.cluster.local:6379 to its metadata",
    ]);
  });

  test("refuses list lengths that KEDA or the HPA refuses", () => {
    expect(only(`${ADDRESS}, ${KEY}, listLength: "2.5"`)).toEqual([
      'error trigger 1 has listLength "2.5", which is no whole number: KEDA refuses the trigger, and nothing scales | write listLength: "3"',
    ]);
    expect(only(`${ADDRESS}, ${KEY}, listLength: "0"`)).toEqual([
      'error trigger 1 has listLength 0: an HPA\'s target must be more than 0, so KEDA cannot make it | write listLength: "1" or more, the jobs for each replica',
    ]);
    expect(only(`${ADDRESS}, ${KEY}, listLength: "\${LENGTH}"`)).toEqual([]);
  });

  test("warns of a short name of Redis, and refuses it where KEDA's namespace is known", () => {
    const short = scaledObject(
      `maxReplicaCount: 1, ${ONE}`,
      redis(`address: "redis:6379", ${KEY}`),
    );
    expect(found(short)).toEqual([
      "warning trigger 1 names Redis redis, which KEDA's operator looks up in its own namespace, not in app | write address: redis.app.svc.cluster.local:6379",
    ]);
    expect(found(short, { spec: specOf("staging") })).toEqual([
      "error trigger 1 names Redis redis, which KEDA's operator looks up in its own namespace keda, not in app | write address: redis.app.svc.cluster.local:6379",
    ]);
    expect(
      found(short.replaceAll("namespace: app", "namespace: keda"), { spec: specOf("staging") }),
    ).toEqual([]);
  });

  test.each([
    "redis.app:6379",
    "redis.app.svc:6379",
    "10.0.0.7:6379",
    "redis-0.redis.app:6379,redis-1.redis.app:6379",
    "{{ redis }}:6379",
  ])("accepts %s", (address) => {
    expect(only(`address: "${address}", ${KEY}`)).toEqual([]);
  });

  test("refuses localhost, which is the operator's own pod", () => {
    expect(only(`address: "localhost:6379", ${KEY}`)).toEqual([
      "error trigger 1 names Redis localhost, which is the pod of KEDA's operator itself | write address: redis.app.svc.cluster.local:6379, or the Service that your Redis has",
    ]);
  });

  test("refuses an address without port, and a URL, here by a variable of the workers", () => {
    expect(only(`address: redis.app, ${KEY}`)).toEqual([
      "error trigger 1 has address redis.app without a port: KEDA cannot connect | write address: redis.app:6379",
    ]);
    const url = 'env: [{ name: REDIS_URL, value: "redis://user:word@redis:6379/0" }]';
    expect(
      found(
        worker(url) +
          scaledObject(`maxReplicaCount: 1, ${ONE}`, redis(`addressFromEnv: REDIS_URL, ${KEY}`)),
      ),
    ).toEqual([
      "error trigger 1 has the URL redis://…@redis:6379/0 as its address: KEDA wants host:port and cannot connect | write address: redis.app.svc.cluster.local:6379, credentials in a TriggerAuthentication",
    ]);
    expect(only(`addressFromEnv: REDIS_URL, ${KEY}`)).toEqual([]);
  });
});
