import { findingsIn } from "./fixture";

/** Every invalid fixture of the rule: who, what is said, what to do. */
const CASES = [
  {
    what: "more replicas than the machines hold, and two changes that make them fit",
    fixture: "capacity",
    object: "Deployment montage-ai/montage-ai-worker",
    message:
      "does not fit at maximum scale, the last pods stay Pending: of 20 pods of Deployment montage-ai/montage-ai-worker machine worker-amd64, machine worker-arm64 hold 18 by memory, a node's rest is too small for one more",
    fix: 'lower spec.maxReplicaCount of ScaledObject montage-ai/worker from 20 to 18; or set fallbacks.reducedRequests["montage-ai"]["worker"].memory to "1792Mi" in environments/staging.ts (now 2Gi)',
  },
  {
    what: "more GPUs than the pool has at its maximum",
    fixture: "capacity-pool-max",
    object: "Deployment montage-ai/render",
    message:
      "does not fit at maximum scale, the last pods stay Pending: 6 pods of Deployment montage-ai/render ask for nvidia.com/gpu 6, and pool gpu (at most 5 nodes) has 5 for them",
    fix: "lower spec.replicas of Deployment montage-ai/render from 6 to 5; or set cluster.pools[2].max to 6 in environments/production.ts (now 5)",
  },
  {
    what: "pods that share no node, and fewer nodes than pods",
    fixture: "capacity-anti-affinity",
    object: "Deployment montage-ai/db",
    message:
      "does not fit at maximum scale, the last pods stay Pending: of 3 pods of Deployment montage-ai/db, which share no node, machine worker-amd64, machine worker-arm64 hold 2",
    fix: "lower spec.replicas of Deployment montage-ai/db from 3 to 2; or add 1 machine like worker-amd64 to cluster.machines in environments/staging.ts",
  },
  {
    what: "a volume that holds all pods on one node that is too small for them",
    fixture: "capacity-one-node",
    object: "Deployment montage-ai/montage-ai-web",
    message:
      "a volume holds 10 pods of Deployment montage-ai/montage-ai-web on one node, and none has room for all of them (web: cpu 2500m of 1750m)",
    fix: 'set applications[montage-ai].web.replicas.max to 7 in environments/production.ts (now 10); or set applications[montage-ai].web.resources.requests.cpu to "150m" in applications/montage-ai/web.ts (now 250m)',
  },
  {
    what: "one pod that is larger than a node, where other nodes would do",
    fixture: "capacity-larger-than-a-node",
    object: "Deployment previews/preview",
    message:
      "one pod asks for more than a node has beside its DaemonSets, it stays Pending (web: cpu 2500m of 1750m)",
    fix: 'lower requests.cpu of container preview of Deployment previews/preview from 2500m to 1750m; or take nodeSelector node-role.fluxibri.ai/web: "true" off Deployment previews/preview (then cpu-worker accepts it)',
  },
  {
    what: "one pod that is larger than a node, where a larger instance type would do",
    fixture: "capacity-too-large",
    object: "Deployment montage-ai/montage-ai-worker",
    message:
      "one pod asks for more than a node has beside its DaemonSets, it stays Pending (cpu-worker: cpu 16000m of 15710m)",
    fix: 'lower requests.cpu of container app of Deployment montage-ai/montage-ai-worker from 16 to 15700m; or set cluster.pools[1].instanceTypes to ["c7i.8xlarge"] in environments/production.ts (now c7i.4xlarge, c6i.4xlarge)',
  },
  {
    what: "a GPU that no pool has",
    fixture: "capacity-no-gpu",
    object: "Deployment montage-ai/render",
    message:
      "one pod asks for more than a node has beside its DaemonSets, it stays Pending (gpu: amd.com/gpu 1 of 0, gpu-mig: amd.com/gpu 1 of 0)",
    fix: "add a pool like gpu to cluster.pools in environments/production.ts, with amd.com/gpu 1 more on each node and max 1",
  },
  {
    what: "a label that no node has",
    fixture: "capacity-no-pool",
    object: "Deployment montage-ai/render",
    message:
      "no node accepts its pods, they stay Pending (control-amd64: node selector accelerator=rocm: the node has no such label, worker-amd64: node selector accelerator=rocm: the node has no such label, worker-arm64: node selector accelerator=rocm: the node has no such label and 2 more)",
    fix: 'add "accelerator": "rocm" to cluster.machines[0].labels in environments/staging.ts; or take nodeSelector accelerator: "rocm" off Deployment montage-ai/render (then control-amd64 accepts it)',
  },
  {
    what: "nodes with the label that taint keeps it off",
    fixture: "capacity-taint",
    object: "Deployment montage-ai/render",
    message:
      "no node accepts its pods, they stay Pending (control-amd64: node selector node-role.fluxibri.ai/gpu-worker=true: the node has no such label, worker-amd64: node selector node-role.fluxibri.ai/gpu-worker=true: the node has no such label, worker-arm64: node selector node-role.fluxibri.ai/gpu-worker=true: the node has no such label and 2 more)",
    fix: 'add "node-role.fluxibri.ai/gpu-worker": "true" to cluster.machines[0].labels in environments/staging.ts; or take nodeSelector node-role.fluxibri.ai/gpu-worker: "true" off Deployment montage-ai/render (then control-amd64 accepts it)',
  },
  {
    what: "a quota that is too small at maximum scale",
    fixture: "capacity-quota",
    object: "ResourceQuota montage-ai/montage-ai",
    message:
      "is too small for namespace montage-ai at maximum scale, the last pods are not created: limits.cpu 336 of 320; most of it for 21 pods of Deployment montage-ai/montage-ai-worker",
    fix: 'lower spec.maxReplicaCount of ScaledObject montage-ai/worker from 21 to 20; or set applications[montage-ai].quota.limitsCpu to "336" in environments/staging.ts (now 320)',
  },
  {
    what: "a container without the resource that a quota counts",
    fixture: "capacity-quota-unnamed",
    object: "Deployment montage-ai/montage-ai-web",
    message:
      "names no limits.cpu of app, limits.memory of app: ResourceQuota montage-ai/montage-ai counts it, so the API server refuses the pods",
    fix: 'name it in the container, or give namespace montage-ai a LimitRange with limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 128Mi }, default: { cpu: "1", memory: 1Gi } }]',
  },
  {
    what: "a request above the namespace's default limit",
    fixture: "capacity-limit-below-request",
    object: "Deployment montage-ai/montage-ai-web",
    message:
      "container app asks for cpu 2, and its limit is 1, by default in namespace montage-ai: the API server refuses the pods",
    fix: 'set limits.cpu of container app to at least "2", or requests.cpu to at most "1"',
  },
  {
    what: "a label that the autoscaler cannot see while the pool is at zero",
    fixture: "capacity-label-from-zero",
    object: "Deployment montage-ai/render",
    message:
      "selects nodes by nvidia.com/gpu.product, found out on a running node only: while gpu-mig is at zero the autoscaler does not see that its pods fit, and makes no node",
    fix: 'add "nvidia.com/gpu.product": "NVIDIA-A100-SXM4-40GB" to cluster.pools[3].labels in environments/production.ts; or set cluster.pools[3].min and .desired to 1 in environments/production.ts (min is now 0)',
  },
] as const;

/** Where nothing is proven, the rule warns. */
const WARNINGS = [
  {
    what: "a rollout that has no room for its extra pod",
    fixture: "capacity-rollout",
    object: "Deployment montage-ai/montage-ai-worker",
    message:
      "at maximum scale a rollout has no room for its extra pod and waits: does not fit at maximum scale, the last pods stay Pending: of 3 pods of Deployment montage-ai/montage-ai-worker, 1 pod of Deployment montage-ai/montage-ai-worker (rollout) machine worker-amd64, machine worker-arm64 hold 3 by cpu, a node's rest is too small for one more",
    fix: "lower requests.cpu of container app of Deployment montage-ai/montage-ai-worker from 3 to 2650m; or set applications[montage-ai].workers[worker].scaling.replicasWithoutKeda to 2 in environments/staging.ts (now 3)",
  },
  {
    what: "a quota without room for workers that finish their job beside their successors",
    fixture: "capacity-quota-finishing",
    object: "ResourceQuota montage-ai/montage-ai",
    message:
      "has no room for pods that finish their work beside those that replace them: after a rollout among busy workers new ones are not made until the old ones have gone: limits.cpu 448 of 320",
    fix: 'set applications[montage-ai].quota.limitsCpu to "448" in environments/staging.ts (now 320)',
  },
  {
    what: "a label that nodes get at boot with an unknown value",
    fixture: "capacity-boot-label",
    object: "Deployment montage-ai/montage-ai-web",
    message:
      "selects nodes by topology.kubernetes.io/zone, which they get at boot with a value that no data tells: taken as met on web",
    fix: 'select them by a label of cluster.pools or cluster.machines, e.g. fluxibri.ai/pool: "web"',
  },
  {
    what: "a maximum that only the apply knows",
    fixture: "capacity-known-after-apply",
    object: "Deployment montage-ai/montage-ai-worker",
    message: "has a maximum that is known only after the apply: counted with 2",
    fix: "write the maximum of ScaledObject montage-ai/worker as a number",
  },
  {
    what: "a chart whose pods are not known",
    fixture: "capacity-unknown-chart",
    object: "HelmRelease monitoring/grafana",
    message: "brings pods that are not counted: nothing here knows chart grafana",
    fix: "add an object with its pods to addons/",
  },
] as const;

describe("capacity", () => {
  test.each(CASES)("fails $what", ({ fixture, object, message, fix }) => {
    expect(findingsIn("invalid", fixture)).toEqual([
      expect.objectContaining({ severity: "error", object, message, fix }),
    ]);
  });

  test.each(WARNINGS)("warns of $what", ({ fixture, object, message, fix }) => {
    expect(findingsIn("invalid", fixture)).toEqual([
      expect.objectContaining({ severity: "warning", object, message, fix }),
    ]);
  });

  test("fails a DaemonSet on each kind of node that is too small for its pods", () => {
    const found = findingsIn("invalid", "capacity-daemon-sets");
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ["error", "its pods ask for cpu 5000m on each node of control-amd64, which has 4000m"],
      ["error", "its pods ask for cpu 5000m on each node of worker-arm64, which has 4000m"],
    ]);
  });

  test("says nothing where all pods have a node at maximum scale", () => {
    expect(findingsIn("valid", "capacity")).toEqual([]);
  });
});
