import { MIB, type ResourceAmounts } from "../nodes/node-resources";
import type { PodToleration } from "../nodes/placement";
import type { ClusterSpec, EnvironmentSpec } from "../schema";

/** Pods that a cluster runs beside what this project installs. */
export interface SystemPods {
  readonly kind: "DaemonSet" | "Deployment";
  /** In namespace kube-system. */
  readonly name: string;
  /** Pods of a Deployment. */
  readonly replicas: number;
  /** Of one pod. */
  readonly requests: ResourceAmounts;
  readonly tolerations: readonly PodToleration[];
  /** Kinds of cluster that have them. */
  readonly clusters: readonly ClusterSpec["kind"][];
  /** @default every cluster of these kinds has them */
  readonly where?: (spec: EnvironmentSpec) => boolean;
}

const EVERY_TAINT: readonly PodToleration[] = [{ operator: "Exists" }];
const CONTROL_PLANE: readonly PodToleration[] = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
];
const NOTHING: ResourceAmounts = {};

/** On every node, whatever its taints. */
function agent(
  name: string,
  requests: ResourceAmounts,
): Pick<SystemPods, "kind" | "name" | "replicas" | "requests" | "tolerations"> {
  return { kind: "DaemonSet", name, replicas: 0, requests, tolerations: EVERY_TAINT };
}

function controller(
  name: string,
  replicas: number,
  requests: ResourceAmounts,
): Pick<SystemPods, "kind" | "name" | "replicas" | "requests" | "tolerations"> {
  return { kind: "Deployment", name, replicas, requests, tolerations: CONTROL_PLANE };
}

/** What each says it requests, where it is installed with its defaults. */
const SYSTEM_PODS: readonly SystemPods[] = [
  // CNI and its network policy agent, 25m each:
  // https://github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni/values.yaml
  { ...agent("aws-node", { cpu: 50 }), clusters: ["eks"] },
  // https://github.com/eksctl-io/eksctl/blob/main/pkg/addons/default/testdata/sample-1.25.json
  { ...agent("kube-proxy", { cpu: 100 }), clusters: ["eks"] },
  // https://github.com/eksctl-io/eksctl/blob/main/pkg/addons/default/assets/coredns-1.35.json
  { ...controller("coredns", 2, { cpu: 100, memory: 70 * MIB }), clusters: ["eks"] },
  // Three and six containers of 10m and 40Mi; production's redis and Prometheus are on its class:
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
  { ...agent("ebs-csi-node", { cpu: 30, memory: 120 * MIB }), clusters: ["eks"] },
  { ...controller("ebs-csi-controller", 2, { cpu: 60, memory: 240 * MIB }), clusters: ["eks"] },
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/charts/aws-efs-csi-driver/values.yaml
  { ...agent("efs-csi-node", NOTHING), clusters: ["eks"], where: hasEfs },
  { ...controller("efs-csi-controller", 2, NOTHING), clusters: ["eks"], where: hasEfs },
  // https://github.com/aws/eks-pod-identity-agent/blob/main/charts/eks-pod-identity-agent/values.yaml
  { ...agent("eks-pod-identity-agent", NOTHING), clusters: ["eks"] },
  // https://github.com/aws/eks-charts/blob/master/stable/aws-load-balancer-controller/values.yaml
  {
    ...controller("aws-load-balancer-controller", 2, NOTHING),
    clusters: ["eks"],
    where: ({ applications }) => applications.some(({ web }) => web?.ingress?.className === "alb"),
  },
  // https://github.com/k3s-io/k3s/blob/main/manifests/coredns.yaml
  { ...controller("coredns", 1, { cpu: 100, memory: 70 * MIB }), clusters: ["k3s"] },
  // https://github.com/k3s-io/k3s/blob/main/manifests/metrics-server/metrics-server-deployment.yaml
  {
    ...controller("metrics-server", 1, { cpu: 100, memory: 70 * MIB }),
    clusters: ["k3s"],
    where: ({ cluster }) => cluster.provides.includes("metrics-server"),
  },
  // https://github.com/k3s-io/k3s/blob/main/manifests/local-storage.yaml
  { ...controller("local-path-provisioner", 1, NOTHING), clusters: ["k3s", "kubeconfig"] },
  // https://github.com/k3s-io/k3s/blob/main/manifests/traefik.yaml, and the agents of its LoadBalancer Service:
  // https://docs.k3s.io/networking/networking-services#service-load-balancer
  { ...controller("traefik", 1, NOTHING), clusters: ["k3s"] },
  { ...agent("svclb-traefik", NOTHING), clusters: ["k3s"] },
  // https://github.com/ROCm/k8s-device-plugin/blob/master/k8s-ds-amdgpu-dp.yaml
  {
    ...agent("amdgpu-device-plugin-daemonset", NOTHING),
    clusters: ["k3s"],
    where: ({ cluster }) => cluster.provides.includes("amd-device-plugin"),
  },
  // As kind has them; kubeadm's CoreDNS asks for the same in Kubernetes 1.35.6, 1.36.5 and 1.37.2, its kube-proxy for nothing (read on 2026-11-29): https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/phases/addons/dns/manifests.go,
  // https://github.com/kubernetes-sigs/kind/blob/main/images/base/files/kind/manifests/default-cni.yaml
  { ...controller("coredns", 2, { cpu: 100, memory: 70 * MIB }), clusters: ["kubeconfig"] },
  { ...agent("kube-proxy", NOTHING), clusters: ["kubeconfig"] },
  { ...agent("kindnet", { cpu: 100, memory: 50 * MIB }), clusters: ["kubeconfig"] },
];

function hasEfs({ storage }: EnvironmentSpec): boolean {
  return storage.kind === "efs";
}

/** The pods of this table that an environment's cluster has. */
export function systemPods(spec: EnvironmentSpec): readonly SystemPods[] {
  return SYSTEM_PODS.filter(
    ({ clusters, where }) => clusters.includes(spec.cluster.kind) && (where?.(spec) ?? true),
  );
}
