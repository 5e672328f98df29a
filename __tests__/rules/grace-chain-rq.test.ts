import { graceChain } from "../../rules/grace-chain";
import { foundInYaml } from "./foreign";

function worker(
  command: string,
  pod = "terminationGracePeriodSeconds: 400",
  hook = "",
  annotations = "{}",
): string {
  return `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: worker, namespace: jobs, annotations: ${annotations} }, spec: { selector: {}, template: { spec: { ${pod}, containers: [{ name: a, image: "x.example.com/a:1", command: [${command}] ${hook} }] } } } }`;
}

const found = (yaml: string) => foundInYaml(graceChain, yaml);

describe("workers of RQ that say nothing of their jobs' time", () => {
  test("have jobs of up to RQ's 180 s: a warning, since whoever enqueues may say less", () => {
    expect(found(worker("rq, worker, default", "terminationGracePeriodSeconds: 30"))).toEqual([
      "warning Deployment jobs/worker: has 30 s to end, but a job may take 180 s (the default of RQ): scale-in, rollouts and drains kill jobs",
    ]);
    expect(found(worker("rq, worker, default"))).toEqual([]);
  });

  test("must not suspend all other workers when they stop", () => {
    const hook = ", lifecycle: { preStop: { exec: { command: [rq, suspend] } } }";
    expect(found(worker("rq, worker, default", undefined, hook))).toEqual([
      "error Deployment jobs/worker: container a runs rq suspend before it stops: that stops every worker of this Redis, until somebody runs rq resume",
    ]);
  });

  test("must not be of the class that fails its job after 6 s", () => {
    expect(found(worker("rq, worker, -w, rq.worker.HerokuWorker, default"))).toEqual([
      "error Deployment jobs/worker: container a ends its job 6 s after SIGTERM (--worker-class HerokuWorker), whatever the grace: scale-in, rollouts and drains fail jobs",
    ]);
  });

  test("have safe-to-evict on their pods, not on the Deployment", () => {
    const annotations = '{ cluster-autoscaler.kubernetes.io/safe-to-evict: "false" }';
    expect(found(worker("rq, worker, default", undefined, "", annotations))).toEqual([
      expect.stringContaining("in its own metadata, where cluster-autoscaler does not look"),
    ]);
  });
});
