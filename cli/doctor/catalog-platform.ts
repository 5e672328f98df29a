import type { DiagnosisText } from "./diagnosis-text";

/** Diagnoses of what the workload stands on. */
export const PLATFORM_CATALOG = {
  "scaler-not-ready": {
    title: "KEDA does not scale the target of a ScaledObject or ScaledJob.",
    reads: "the condition Ready and KEDA's events",
  },
  "scaler-paused": {
    title: "A ScaledObject or ScaledJob is paused.",
    reads: "the annotations autoscaling.keda.sh/paused*, the condition Paused",
  },
  "scaler-stands-still": {
    title:
      "A workload has 0 replicas though its autoscaler's minimum is higher, or its queue has jobs.",
    reads:
      "the HPA's condition ScalingActive (ScalingDisabled), the ScaledObject's minimum and condition Active",
  },
  "scaler-in-fallback": {
    title: "A ScaledObject runs on its fixed fallback, whatever the queue holds.",
    reads: "the condition Fallback",
  },
  "scaler-trigger-fails": {
    title: "A trigger's server does not answer KEDA.",
    reads: "the health of each metric, the condition Ready",
  },
  "hpa-no-metrics": {
    title: "An HPA cannot read its metrics, or shares its pods with another autoscaler.",
    reads: "the condition ScalingActive",
  },
  "hpa-cannot-scale": {
    title: "An HPA cannot scale its target.",
    reads: "the condition AbleToScale",
  },
  "foreign-field-manager": {
    title:
      "A field manager other than Terraform has written the scaling or the grace of our object.",
    reads: "managedFields of what carries the label app.kubernetes.io/managed-by=fluxibri-core",
  },
  "api-missing": {
    title: "A kind that a Helm release brings is not served: its CustomResourceDefinition is gone.",
    reads: "the API server's list of kinds, and the releases of KEDA and External Secrets",
  },
  "api-unavailable": {
    title: "An aggregated API, a metrics API among them, has an owner that does not answer.",
    reads: "the condition Available of the APIService, and the endpoints of its Service",
  },
  "webhook-without-endpoints": {
    title: "An admission webhook (KEDA's, External Secrets', any other) has no pod behind it.",
    reads: "webhook configurations, their Services and EndpointSlices",
  },
  "certificate-expired": {
    title: "A certificate has ended, or ends within a week (a warning).",
    reads:
      "tls.crt of Secrets (its date alone), the caBundle of webhook configurations and APIServices",
  },
  "dns-down": {
    title: "No ready pod is behind the cluster's DNS.",
    reads: "the Service kube-dns and its EndpointSlices",
  },
  "secret-store-not-ready": {
    title: "A store of External Secrets cannot be read.",
    reads: "the condition Ready",
  },
  "external-secret-not-synced": {
    title: "An ExternalSecret is not synced.",
    reads: "the condition Ready, the time of the last refresh",
  },
  "external-secret-stale": {
    title:
      "An ExternalSecret says that it is synced, and was not read for more than two of its refresh intervals.",
    reads: "refreshTime and refreshInterval",
  },
  "release-locked": {
    title: "A Helm release is pending: an apply is at work, or has broken off and left its lock.",
    reads: "the labels of Helm's release Secrets; for 15 minutes a warning, then an error",
  },
  "release-failed": {
    title: "The last revision of a Helm release failed.",
    reads: "the labels of Helm's release Secrets",
  },
  "prerequisite-missing": {
    title: "The cluster has not what the environment's data takes for granted.",
    reads:
      "machines and their nodes; StorageClasses that the code does not make, and their CSI drivers; the IngressClass; what the data lists under `provides` (needs an environment)",
  },
  "policies-not-enforced": {
    title:
      "Network policies have no effect, since nothing in the cluster enforces them; said only where that is sure.",
    reads:
      "DaemonSets of network plugins, the argument `--enable-network-policy` of the VPC CNI's agent, `--disable-network-policy` among the arguments that k3s writes on its servers",
  },
  "node-port-not-on-loopback": {
    title:
      "Nodes whose kube-proxy does not serve NodePorts on 127.0.0.1, so that no image of the cluster's registry is pulled there; said before a pull fails, where the mode shows.",
    reads:
      "kube-proxy's arguments among those that k3s writes on its nodes; the ConfigMaps `kube-proxy` of kubeadm and `kube-proxy-config` of EKS in kube-system. kube-proxy's own `/proxyMode` listens on each node's loopback, which the API server does not reach",
  },
  "kube-proxy-differs": {
    title: "kube-proxy runs in another mode than the environment's data names.",
    reads: "the same, and `cluster.kubeProxy` (needs an environment that names a mode)",
  },
  "registry-down": {
    title: "No ready pod is behind the registry's port, so nodes pull nothing from it.",
    reads: "NodePort Services that select the registry's pods, and their EndpointSlices",
  },
  "registry-open": {
    title: "The registry answers at other addresses of the nodes than loopback.",
    reads:
      "addresses of the nodes, and one GET from this machine to the registry's port at each; what a firewall drops here may pass elsewhere",
  },
  "registry-full": {
    title: "The registry's volume is more than 85 % full.",
    reads:
      "kubelet's summary through the API server; where kubelet does not say it, the use is unknown and said to be",
  },
  "node-group-unknown": {
    title: "A managed node group of this project is there that no state knows.",
    reads:
      "EKS by the aws CLI, the state of node-pools by terraform; for an hour a warning, then an error; without the state, a warning where two groups share a name or the code has none (needs an environment on EKS)",
  },
  "node-group-unhealthy": {
    title: "EKS says that a managed node group failed or is degraded.",
    reads: "status and health issues of DescribeNodegroup, by the aws CLI",
  },
  "quota-too-small": {
    title: "The AWS account may not start as many nodes as the environment's pools have.",
    reads:
      "Service Quotas of the account, by the aws CLI; an error below the pools' maximum, a warning below what updates need (needs an environment on EKS)",
  },
  "control-loop-stopped": {
    title: "The controller manager or the scheduler does not act.",
    reads:
      "their Leases; objects that stay behind their spec (observedGeneration, pods that are counted and not there) between two looks 5 s apart",
  },
  "nodes-closed": {
    title:
      "A taint, or a cordon, is on every node that is ready, and pods of several workloads wait.",
    reads: "taints of the nodes, tolerations of the pods that wait",
  },
  "node-not-ready": { title: "A node is away.", reads: "the condition Ready" },
  "node-under-pressure": {
    title: "A node has too little memory, disk or process numbers, or no network.",
    reads: "the node's conditions",
  },
  "node-cordoned": {
    title: "A node is closed to new pods (a warning).",
    reads: "spec.unschedulable",
  },
  "stack-left": {
    title: "A stack is still there that the environment's data names no more (a warning).",
    reads:
      "the state files of this folder, or the organization's workspaces that hold resources in Terraform Cloud (needs an environment)",
  },
  "drift-from-code": {
    title: "An object is not as the environment's code makes it, or is not there.",
    reads:
      "the synthesized stacks against the live objects: images, requests, replica ranges, triggers, classes, sizes (needs an environment)",
  },
} as const satisfies Readonly<Record<string, DiagnosisText>>;
