import { queueTrigger } from "../../../rules/queue-trigger";
import { rq } from "../../../queues/rq";
import { foundIn } from "../manifests";

const WORKER =
  '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: worker, namespace: jobs }, spec: { selector: {}, template: { spec: { containers: [{ name: a, image: "x.example.com/a:1", command: [rq, worker, video] }] } } } }';

function scaled(key: string): string {
  return `{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: s, namespace: jobs }, spec: { scaleTargetRef: { name: worker }, minReplicaCount: 1, maxReplicaCount: 4, triggers: [{ type: redis, metadata: { address: "redis.jobs.svc.cluster.local:6379", listName: "${key}", listLength: "1" } }] } }`;
}

describe("keys of RQ that hold no jobs which a worker could take", () => {
  test.each([
    ["rq:rl:encoder:rate_limited", "which holds jobs that a rate limit holds back"],
    ["rq:rl:per:user:rate_limited", "which holds jobs that a rate limit holds back"],
    ["rq:rl:encoder:allowed", "which holds jobs that a rate limit has let through"],
    ["rq:ready:video", "which a job passes in milliseconds on its way into its queue"],
    ["rq:deferred:video", "which holds jobs that wait for another job"],
    ["rq:failed:video", "which holds jobs that have ended"],
    ["rq:finished:video", "which holds jobs that have ended"],
    ["rq:canceled:video", "which holds jobs that have ended"],
    ["rq:workers:video", "which holds the names of workers"],
    ["rq:worker:1f2e:executions", "which holds what one worker runs"],
  ])("%s is an error, with the list that is meant", (key, reason) => {
    const [finding, ...more] = foundIn(queueTrigger, `${WORKER}\n---\n${scaled(key)}`);
    expect(more).toEqual([]);
    expect(finding).toMatch(/^error ScaledObject jobs\/s: /);
    expect(finding).toContain(`counts ${key}, ${reason}`);
    expect(finding).toMatch(/ \| write listName: rq:queue:video$/);
  });

  test("without the worker the fix names the queue where the key does, and leaves it open where it does not", () => {
    expect(foundIn(queueTrigger, scaled("rq:failed:video"))).toEqual([
      expect.stringContaining("write listName: rq:queue:video"),
    ]);
    expect(foundIn(queueTrigger, scaled("rq:rl:encoder:allowed"))).toEqual([
      expect.stringContaining("write listName: rq:queue:<queue>"),
    ]);
  });

  test("none of them is a key that is counted for a worker of ours", () => {
    const counted = rq.triggers({ name: "w", queues: ["rl", "a"], jobTimeoutSeconds: 60 });
    expect(counted.filter(({ key }) => rq.otherKey?.(key) !== undefined)).toEqual([]);
  });
});
