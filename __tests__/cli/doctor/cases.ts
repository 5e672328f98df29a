import { CAUSE_CASES } from "./cases-causes";
import { type Expected, KUBECTL } from "./expected";

/** Of each fixture, all that is wrong in it. */
export const CASES: Readonly<Record<string, readonly Expected[]>> = {
  healthy: [],
  "field-managers": [
    ["foreign-field-manager", "Deployment app/worker", "kubectl-client-side-apply has written"],
    ["foreign-field-manager", "ScaledObject app/worker", "somebody, by hand, has written spec"],
  ],
  "claim-waits": [],
  "volume-elsewhere": [
    [
      "pod-volume-elsewhere",
      "Pod app/worker-6d4cf56db6-x2x4z",
      'its claim input is on volume pvc-1, which only node node-a reaches: node node-a is ready and refuses the pod (node selector pool=worker: the node has "web"): without the volume it could run on node-b',
    ],
  ],
  "no-room": [
    [
      "pod-no-room",
      "Pod app/worker-6d4cf56db6-x2x4z",
      "cpu is short of 500m (asks for 2000m, most free 1500m)",
      `${KUBECTL}set resources deployment/worker -c worker --requests=cpu=1500m`,
    ],
  ],
  taint: [
    [
      "pod-taint",
      "Pod app/heavy-0",
      "taint gpu=amd-rocm:NoSchedule is not tolerated",
      `${KUBECTL}patch statefulset/heavy --type=json -p '[{"op":"add","path":"/spec/template/spec/tolerations","value":[{"key":"batch","operator":"Exists"},{"key":"gpu","operator":"Equal","value":"amd-rocm","effect":"NoSchedule"}]}]'`,
    ],
  ],
  "node-selector": [
    [
      "pod-node-selector",
      "Pod app/heavy",
      "fluxibri.ai/gpu-enabled=true: the node has no such label",
      "kubectl --context c label node node-a fluxibri.ai/gpu-enabled=true --overwrite",
    ],
  ],
  "host-port": [["pod-host-port", "Pod app/second", "wants port 8080"]],
  separation: [["pod-separation", "Pod app/second", "its rules about other pods"]],
  unseen: [["pod-not-scheduled", "Pod app/waiting", "my-scheduler is not at work"]],
  "claim-missing": [["pod-claim-missing", "Pod app/web", "mounts claim montage-input"]],
  "claim-class-missing": [
    [
      "claim-class-missing",
      "PersistentVolumeClaim app/data",
      "asks for StorageClass efs, which is not there (there: gp3); keeps web Pending",
    ],
  ],
  "claim-not-provisioned": [
    [
      "claim-not-provisioned",
      "PersistentVolumeClaim app/data",
      "provisioned by nfs.csi.k8s.io, and no such CSI driver is installed; keeps web Pending",
    ],
  ],
  "claim-lost": [["claim-lost", "PersistentVolumeClaim app/data", "its volume pvc-9 is gone"]],
  quota: [
    [
      "pods-refused-quota",
      "Deployment app/worker",
      "2 of 3 pods; ReplicaSet worker-6d4cf56db6: the quota of namespace app is used up: requests.cpu: 3500m of 4 used, the pod asks for 1",
    ],
  ],
  "pod-security": [["pods-refused-security", "Deployment app/worker", "Pod Security Standard"]],
  "limit-range": [["pods-refused-limits", "Deployment app/worker", "LimitRange"]],
  "service-account": [
    [
      "pods-refused",
      "Deployment app/worker",
      "service account montage-ai is not in namespace app",
      `${KUBECTL}create serviceaccount montage-ai`,
    ],
  ],
  "pull-without-secret": [
    [
      "image-unauthorized",
      "Pod app/web",
      "the pod names no pull secret, nor does its service account montage-ai",
      `--docker-server=ghcr.io --docker-username="$REGISTRY_USER" --docker-password="$REGISTRY_TOKEN" && ${KUBECTL}patch serviceaccount montage-ai`,
    ],
  ],
  "pull-secret-missing": [
    [
      "image-unauthorized",
      "Pod app/web",
      "pull secret pull is not in namespace app: ExternalSecret ghcr, which makes it, is not synced",
      `${KUBECTL}describe externalsecret ghcr`,
    ],
    ["secret-store-not-ready", "ClusterSecretStore vault", "1 ExternalSecrets are not renewed"],
    ["external-secret-not-synced", "ExternalSecret app/ghcr", "and never was"],
  ],
  "pull-secret-type": [
    ["image-unauthorized", "Pod app/web", "pull secret pull (made 24 d ago) is of type Opaque"],
  ],
  "pull-secret-registry": [
    ["image-unauthorized", "Pod app/web", "has entries for registry.other and none for ghcr.io"],
  ],
  "pull-secret-expired": [
    ["image-unauthorized", "Pod app/web", "has an entry for ghcr.io, which the registry does not"],
  ],
  "pull-name": [
    [
      "image-name-not-resolved",
      "Pod app/web",
      "a name of the cluster's DNS, which nodes do not ask",
      `${KUBECTL}set image pod/web web=127.0.0.1:30500/app:1`,
    ],
  ],
  // Its tag is 401: a number in the image's name is not the registry's answer.
  "pull-tag": [["image-not-found", "Pod app/web", "the registry has no such image or tag"]],
  "pull-refused": [
    ["image-registry-unreachable", "Pod app/web", "the node's own port of the registry's Service"],
  ],
  "pull-http": [["image-http-registry", "Pod app/web", "the registry speaks http"]],
  "pull-certificate": [["image-certificate", "Pod app/web", "does not trust"]],
  "pull-rate-limit": [["image-rate-limit", "Pod app/web", "docker.io counts pulls by account"]],
  "pull-platform": [["image-wrong-platform", "Pod app/web", "node node-a is arm64"]],
  "pull-disk": [["image-no-disk", "Pod app/web", "the node's disk is full; node node-a"]],
  "pull-invalid-name": [["image-name-invalid", "Pod app/web", "the image's name is not one"]],
  "pull-other": [["image-pull", "Pod app/web", "the pull fails"]],
  "crash-loop": [
    [
      "container-crash-loop",
      "Pod app/worker",
      "7 restarts, last Error with exit code 127 (there is no such command)",
      `${KUBECTL}logs worker -c worker --previous --tail=50`,
    ],
  ],
  "crash-import": [
    [
      "container-crash-loop",
      "Pod app/worker-6d4cf56db6-x2x4z",
      "exit code 1: ModuleNotFoundError: No module named 'src' (/app/src/montage_ai/config.py:25)",
      `${KUBECTL}logs worker-6d4cf56db6-x2x4z -c worker --previous --tail=50`,
    ],
    [
      "container-crash-loop",
      "Pod app/web-6d4cf56db6-abcde",
      "container wait-for-redis ends again and again: 4 restarts, last Error with exit code 1",
      `${KUBECTL}logs web-6d4cf56db6-abcde -c wait-for-redis --previous --tail=50`,
    ],
  ],
  "out-of-memory": [
    ["container-out-of-memory", "Pod app/worker", "more memory than its limit of 2Gi, 2 restarts"],
  ],
  "not-created": [
    ["container-not-created", "Pod app/worker", "secret cgpu-credentials is not in namespace app"],
  ],
  mount: [["volume-not-mounted", "Pod app/web", "node node-a cannot mount a volume"]],
  rollout: [["rollout-stuck", "Deployment app/web", "1 of 2 pods are ready"]],
  terminating: [
    ["node-not-ready", "Node node-a", "not ready for 90 min"],
    ["stuck-terminating", "Pod app/redis-0", "node node-a is away"],
    ["stuck-terminating", "Namespace app", "was deleted 60 min ago and stays"],
  ],
  nodes: [
    ["node-under-pressure", "Node node-a", "its disk is nearly full"],
    ["node-cordoned", "Node node-b", "it is cordoned", "kubectl --context c uncordon node-b"],
  ],
  scalers: [
    [
      "scaler-paused",
      "ScaledObject app/paused",
      "autoscaling.keda.sh/paused-replicas=0",
      `${KUBECTL}annotate scaledobject paused autoscaling.keda.sh/paused-replicas-`,
    ],
    ["scaler-trigger-fails", "ScaledObject app/fallback", "s0-redis-rq has failed 12 times"],
    [
      "scaler-in-fallback",
      "ScaledObject app/fallback",
      "Deployment app/worker-a has a fixed number",
    ],
    ["scaler-not-ready", "ScaledObject app/clash", "KEDA does not scale Deployment app/worker-b"],
    ["hpa-no-metrics", "HorizontalPodAutoscaler app/web", "cannot read its metrics"],
    ["hpa-cannot-scale", "HorizontalPodAutoscaler app/gone", "cannot scale Deployment app/gone"],
  ],
  apis: [
    [
      "api-unavailable",
      "APIService v1beta1.external.metrics.k8s.io",
      "Service keda/keda-metrics, does not answer (no ready pod is behind it): ScaledObjects do not scale",
    ],
    [
      "webhook-without-endpoints",
      "ValidatingWebhookConfiguration keda-admission",
      "what it checks passes unchecked",
    ],
  ],
  secrets: [["external-secret-stale", "ExternalSecret app/ghcr", "read 3 h ago"]],
  releases: [
    [
      "release-locked",
      "HelmRelease keda/keda",
      "revision 2 is pending-upgrade for 60 min: an apply broke off",
      "kubectl --context c -n keda delete secret sh.helm.release.v1.keda.v2",
    ],
    ["release-failed", "HelmRelease monitoring/monitoring", "revision 9 was good"],
  ],
  "policies-vpc-cni": [
    [
      "policies-not-enforced",
      "DaemonSet kube-system/aws-node",
      "agent is not switched on, and no other plugin enforces: 1 network policy has no effect",
      `aws eks update-addon --cluster-name "$CLUSTER" --addon-name vpc-cni --resolve-conflicts PRESERVE --configuration-values '{"enableNetworkPolicy":"true"}'`,
    ],
  ],
  "policies-k3s": [
    ["policies-not-enforced", "Node control", "k3s runs with --disable-network-policy"],
  ],
  "kube-proxy-nftables": [
    ["node-port-not-on-loopback", "Node control", "in nftables mode, and so do 1 more nodes"],
  ],
  "kube-proxy-kubeadm": [
    ["node-port-not-on-loopback", "ConfigMap kube-system/kube-proxy", "in IPVS mode"],
  ],
  registry: [["registry-down", "Service registry/registry-pull", "port 30500"]],
  ...CAUSE_CASES,
};
