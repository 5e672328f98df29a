import { changedSpec } from "../support/changed-spec";
import { blocks, specOf } from "../support/synth";
import { manifests, variables, withSwitches, workloadOf } from "../support/workload";

/** Production with renders of two hours on the GPU worker's queue, a pod for each. */
const JOB_SCALING = {
  kind: "job",
  max: 5,
  pollingIntervalSeconds: 15,
  replicasWithoutKeda: 1,
};
const withJobs = changedSpec(specOf("production"), {
  "applications.0.workers.1.scaling": JOB_SCALING,
  "applications.0.workers.1.jobTimeoutSeconds": 7200,
});
const stack = workloadOf(withJobs);
const [scaledJob] = manifests(stack, "ScaledJob");

test("a worker of kind job is a ScaledJob and no Deployment, ScaledObject or HPA", () => {
  expect(scaledJob).toMatchObject({ metadata: { name: "montage-ai-worker-heavy" } });
  const deployments = JSON.stringify(blocks(stack, "kubernetes_deployment_v1"));
  expect(deployments).not.toContain('"name":"montage-ai-worker-heavy"');
  expect(JSON.stringify(manifests(stack, "ScaledObject"))).not.toContain("worker-heavy");
});

// KEDA takes Jobs that have not ended from what is counted: running jobs must count.
test("there is one pod for each job that waits or runs, and at most the maximum", () => {
  expect(scaledJob).toMatchObject({
    spec: {
      maxReplicaCount: 5,
      scalingStrategy: { strategy: "default", multipleScalersCalculation: "sum" },
      triggers: [
        { metadata: { listName: "rq:queue:heavy", listLength: "1" } },
        { metadata: { listName: "rq:wip:heavy", listLength: "1" } },
        { metadata: { listName: "rq:scheduled:heavy", listLength: "1000000" } },
      ],
    },
  });
});

test("no pod is made before quota, network policies and rights are there", () => {
  const block = blocks(stack, "kubernetes_manifest").find(({ manifest }) => manifest === scaledJob);
  expect(block?.["depends_on"]).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^kubernetes_resource_quota_v1\./),
      expect.stringMatching(/^kubernetes_network_policy_v1\..*default-deny/),
      expect.stringMatching(/^kubernetes_service_account_v1\./),
    ]),
  );
});

test("a change of the ScaledJob ends no job that runs", () => {
  expect(scaledJob).toMatchObject({ spec: { rollout: { strategy: "gradual" } } });
});

test("a pod takes one job, moves scheduled ones that are due, and is never started again", () => {
  expect(scaledJob).toMatchObject({
    spec: {
      jobTargetRef: {
        backoffLimit: 0,
        template: {
          metadata: {
            labels: { "app.kubernetes.io/component": "worker-heavy" },
            annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
          },
          spec: {
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 7350,
            activeDeadlineSeconds: 7950,
            containers: [
              {
                command: [
                  ...["rq", "worker", "--burst", "--max-jobs", "1", "--with-scheduler"],
                  "heavy",
                ],
                resources: { limits: { "nvidia.com/gpu": "1" } },
              },
            ],
            securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
          },
        },
      },
    },
  });
});

test("RQ's command finds Redis by a URL", () => {
  expect(JSON.stringify(scaledJob)).toMatch(
    /"RQ_REDIS_URL","value":"redis:\/\/\$\{kubernetes_service_v1\.[^"]*:6379\/0"/,
  );
});

test("no drain evicts a pod that holds a job", () => {
  const budgets = JSON.stringify(blocks(stack, "kubernetes_pod_disruption_budget_v1"));
  expect(budgets).toContain('"min_available":"5"');
});

test("nobody keeps a deletion cost for pods that end by themselves", () => {
  const onlyJobs = changedSpec(withJobs, {
    "applications.0.workers.0.scaling": { ...JOB_SCALING, max: 24 },
  });
  expect(JSON.stringify(workloadOf(onlyJobs))).not.toContain("deletion-cost");
  expect(variables(stack, "deletion-cost")["QUEUES"]).toBe("default,heavy");
});

test("without KEDA, which makes the pods, a Deployment of fixed size takes the jobs", () => {
  const { switches } = withSwitches("production", ({ addons }) => ({
    addons: { ...addons, keda: false },
  }));
  const without = workloadOf({ ...withJobs, switches });
  expect(manifests(without, "ScaledJob")).toEqual([]);
  expect(variables(without, "montage-ai-worker-heavy")).toMatchObject({ WORKER_QUEUES: "heavy" });
});

// KEDA's operator drops empty lists when it adds its finalizer: a difference in every plan.
test("nothing empty is written into the pod", () => {
  const cpuJobs = changedSpec(specOf("production"), {
    "applications.0.workers.0.scaling": JOB_SCALING,
  });
  const [cpuJob] = manifests(workloadOf(cpuJobs), "ScaledJob");
  expect(cpuJob).toMatchObject({ metadata: { name: "montage-ai-worker" } });
  expect(JSON.stringify(cpuJob)).not.toMatch(/:(\[\]|\{\}|""|null)/);
});
