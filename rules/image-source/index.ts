import { IMAGE_SOURCE, imageReferences } from "./image-references";
import { loopbackPulls } from "./loopback-pulls";
import { nodePorts } from "./node-ports";
import { pullSecrets } from "./pull-secrets";
import { registryStorage } from "./registry-storage";
import type { Rule } from "../engine/rule";

export const imageSource: Rule = {
  id: IMAGE_SOURCE,
  title: "Every image has a version, a registry that nodes reach, and credentials for it",
  why: "In staging the pulls from ghcr.io ended in 401: the pods named no credentials, and a pull secret counts in the pod's own namespace only. `latest` changes under running pods, and a rollback has nothing to go back to. Images are pulled by the node, outside the cluster's DNS: a registry at `*.svc` is found by pods and never by the kubelet. A registry without a volume loses every image with its pod. NodePorts answer on 127.0.0.1 in kube-proxy's iptables mode; in nftables and IPVS mode every pull from there ends in `connection refused`.",
  severity:
    "error; warning where the image is known only after the apply, and where kube-proxy's mode is not named on Kubernetes 1.40 or newer, which is announced to change the default; in content of no environment also for `latest`, for pull secrets and for a node port that two Services take, which such content may settle elsewhere",
  remedy:
    "Pin a tag (and a digest where it is known); the app's tag is `imageTag` in `environments/<name>.switches.json`. Address the in-cluster registry through its NodePort, `127.0.0.1:30500`, and give it a claim. Run kube-proxy in iptables mode, or nftables with what `modules/registry/README.md` names, and write it as `cluster.kubeProxy`. Switch external-secrets on, so that the secrets stack writes the pull secret into the namespace, and name that secret on the pod's service account.",
  check: (inventory, spec) => [
    ...inventory.workloads.flatMap((workload) => imageReferences(workload, spec)),
    ...pullSecrets(inventory, spec),
    ...inventory.workloads.flatMap(registryStorage),
    ...nodePorts(inventory, spec),
    ...loopbackPulls(inventory, spec),
  ],
};
