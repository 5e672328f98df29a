import { type Expected, KUBECTL } from "./expected";

/** Of fixtures in which something runs and does not work, or keeps something else from working. */
export const CAUSE_CASES: Readonly<Record<string, readonly Expected[]>> = {
  "not-ready": [
    [
      "workload-not-ready",
      "Deployment app/redis",
      "1 of 1 pods run and are not ready for 10 min: the readiness probe is answered with: LOADING Redis is loading the dataset in memory (60 times); Service redis has no ready endpoint; cut off: Deployment app/worker, ScaledObject app/worker",
      `${KUBECTL}logs deployment/redis --all-containers --tail=50`,
    ],
    ["service-without-endpoints", "Service app/redis", "none of its 1 pods is ready"],
    ["scaler-trigger-fails", "ScaledObject app/worker", "s0-redis-q has failed 40 times"],
  ],
  "switched-off": [
    [
      "workload-off",
      "Deployment keda/keda-operator",
      "has 0 replicas, and no autoscaler is there that would give it some (Helm release keda): no queue is looked at, and ScaledObject worker keep the replicas that they have",
      "kubectl --context c -n keda scale deployment/keda-operator --replicas=1",
    ],
  ],
  "stands-still": [
    [
      "scaler-stands-still",
      "ScaledObject app/worker",
      "Deployment app/worker has 0 replicas, though its minimum is 1",
      `${KUBECTL}scale deployment/worker --replicas=1`,
    ],
    ["scaler-stands-still", "ScaledObject app/heavy", "though its queue has jobs"],
  ],
  "not-starting": [
    ["pod-not-starting", "Pod app/sandbox", "does not start: no address is left for it"],
    ["pod-not-starting", "Pod app/silent", "nothing says why: no event, no status"],
    [
      "pod-not-starting",
      "Pod app/orphan",
      "the cluster has no such node",
      `${KUBECTL}delete pod orphan`,
    ],
  ],
  "control-loops": [
    [
      "control-loop-stopped",
      "Lease kube-system/kube-scheduler",
      "has not said for 12 min that it is at work: no new pod gets a node",
    ],
  ],
  "nodes-closed": [
    [
      "nodes-closed",
      "Taint maintenance:NoSchedule",
      "is on every node that is ready (2): 2 pods do not get one",
      "kubectl --context c taint nodes node-a node-b maintenance:NoSchedule-",
    ],
    ["pod-taint", "Pod app/web-6d4cf56db6-x2x4z", "taint maintenance"],
    ["pod-taint", "Pod app/worker-5d4cf56db6-x2x4z", "taint maintenance"],
  ],
  devices: [
    ["pod-device-missing", "Pod app/first", "DeviceClass gone.example.com, which is not there"],
    ["pod-device-missing", "Pod app/second", "driver gpu.example.com offers none on any node"],
    ["pod-gated", "Pod app/held", "scheduling gate example.com/quota holds it"],
  ],
  jobs: [
    [
      "rollout-paused",
      "Deployment app/web",
      "paused by hand",
      `${KUBECTL}rollout resume deployment/web`,
    ],
    ["job-failed", "Job app/migrate", "was given up: BackoffLimitExceeded"],
    ["cronjob-suspended", "CronJob app/garbage", "it makes no Jobs"],
  ],
  dns: [["dns-down", "Service kube-system/kube-dns", "no ready pod is behind the cluster's DNS"]],
  certificates: [
    ["certificate-expired", "Secret app/over", "its certificate ended 5 d ago"],
    [
      "certificate-expired",
      "ValidatingWebhookConfiguration checks",
      "the authority that it trusts ended 5 d ago",
    ],
    ["certificate-expired", "Secret app/soon", "its certificate ends in 3 d"],
  ],
  volumes: [
    ["volume-failed", "PersistentVolume pvc-7", "its claim is gone and it cannot be removed"],
    ["claim-not-resized", "PersistentVolumeClaim app/output", "asks for 200Gi and has 100Gi"],
    [
      "pod-evicted",
      "Deployment app/worker",
      "1 pod was evicted from node-a: The node was low on resource",
    ],
  ],
  "webhook-refuses": [
    [
      "pods-refused",
      "Deployment app/worker",
      "admission webhook inject.example.com does not answer",
      "kubectl --context c get mutatingwebhookconfiguration inject",
    ],
    [
      "webhook-without-endpoints",
      "MutatingWebhookConfiguration inject",
      "cannot be created or changed",
    ],
  ],
};
