import path from "node:path";
import { projectFile } from "../environments/project";
import type { ServerCommand } from "./managed-process";
import type { FindProgram, ProgramName } from "./programs";

/** Parts of the control plane, in the order they are started. */
export const COMPONENTS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "local-path-provisioner",
] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** Ports on 127.0.0.1, all different. */
export const PORT_NAMES = [
  "etcd",
  "etcdPeer",
  "apiServer",
  "controllerManager",
  "scheduler",
  "kwok",
] as const;
export type Ports = Readonly<Record<(typeof PORT_NAMES)[number], number>>;

export interface ComponentProps {
  /** Folder of the testbed. */
  readonly folder: string;
  readonly find: FindProgram;
  readonly ports: Ports;
  /** For the ClusterIPs of Services. */
  readonly serviceCidr: string;
}

const HOST = "127.0.0.1";

/** Provisioner of k3s's own class; its volumes are tied to one node. */
const LOCAL_PATH_PROVISIONER = "rancher.io/local-path";
/** Namespace of the provisioner's helper pods. */
export const LOCAL_PATH_NAMESPACE = "local-path-storage";

/** How each part is started. */
export function componentCommand(name: ComponentName, props: ComponentProps): ServerCommand {
  const { folder, find } = props;
  const program: ProgramName = name;
  return {
    name,
    program: find(program),
    args: argumentsOf(name, props),
    cwd: folder,
    log: path.join(folder, "logs", `${name}.log`),
  };
}

function argumentsOf(name: ComponentName, props: ComponentProps): readonly string[] {
  const { folder, ports } = props;
  const pki = (file: string) => path.join(folder, "pki", file);
  const kubeconfig = (user: string) => path.join(folder, `${user}.kubeconfig`);
  switch (name) {
    case "etcd":
      return [
        "--name=testbed",
        `--data-dir=${path.join(folder, "etcd")}`,
        `--listen-client-urls=http://${HOST}:${ports.etcd}`,
        `--advertise-client-urls=http://${HOST}:${ports.etcd}`,
        `--listen-peer-urls=http://${HOST}:${ports.etcdPeer}`,
        `--initial-advertise-peer-urls=http://${HOST}:${ports.etcdPeer}`,
        `--initial-cluster=testbed=http://${HOST}:${ports.etcdPeer}`,
        // The data is thrown away with the testbed.
        "--unsafe-no-fsync",
      ];
    case "kube-apiserver":
      return [
        `--etcd-servers=http://${HOST}:${ports.etcd}`,
        `--bind-address=${HOST}`,
        `--secure-port=${ports.apiServer}`,
        // No pod runs here that could reach the API server by the Service "kubernetes".
        "--endpoint-reconciler-type=none",
        `--advertise-address=${HOST}`,
        `--service-cluster-ip-range=${props.serviceCidr}`,
        `--tls-cert-file=${pki("kube-apiserver.crt")}`,
        `--tls-private-key-file=${pki("kube-apiserver.key")}`,
        `--client-ca-file=${pki("ca.crt")}`,
        "--authorization-mode=Node,RBAC",
        "--allow-privileged=true",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        `--service-account-signing-key-file=${pki("service-account.key")}`,
        `--service-account-key-file=${pki("service-account.key")}`,
        // How KEDA's metrics server knows that a request comes from the API server.
        `--requestheader-client-ca-file=${path.join(folder, "front-proxy", "ca.crt")}`,
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        `--proxy-client-cert-file=${path.join(folder, "front-proxy", "client.crt")}`,
        `--proxy-client-key-file=${path.join(folder, "front-proxy", "client.key")}`,
        // Without aggregator routing (the default) a Service of type
        // ExternalName is followed, which is how KEDA on the host is reached.
        "--shutdown-delay-duration=0s",
      ];
    case "kube-controller-manager":
      return [
        `--kubeconfig=${kubeconfig("kube-controller-manager")}`,
        `--bind-address=${HOST}`,
        `--secure-port=${ports.controllerManager}`,
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        `--service-account-private-key-file=${pki("service-account.key")}`,
        `--root-ca-file=${pki("ca.crt")}`,
        // A third of the default, so that scaling can be watched without patience.
        "--horizontal-pod-autoscaler-sync-period=5s",
      ];
    case "kube-scheduler":
      return [
        `--kubeconfig=${kubeconfig("kube-scheduler")}`,
        `--bind-address=${HOST}`,
        `--secure-port=${ports.scheduler}`,
        "--leader-elect=false",
      ];
    case "kwok":
      return [
        `--kubeconfig=${kubeconfig("admin")}`,
        `--config=${projectFile("testbed/kwok/stages.yaml")}`,
        "--manage-all-nodes=true",
        // Without leases nodes turn NotReady after 40 s and their pods stay unready.
        "--node-lease-duration-seconds=40",
        `--server-address=${HOST}:${ports.kwok}`,
      ];
    case "local-path-provisioner":
      return [
        "start",
        `--kubeconfig=${kubeconfig("admin")}`,
        `--config=${path.join(folder, "local-path", "config.json")}`,
        `--helper-pod-file=${path.join(folder, "local-path", "helper-pod.json")}`,
        "--configmap-name=local-path-config",
        `--namespace=${LOCAL_PATH_NAMESPACE}`,
        "--service-account-name=default",
        `--provisioner-name=${LOCAL_PATH_PROVISIONER}`,
        "--helper-image=busybox:1.37.0",
      ];
    default:
      return name satisfies never;
  }
}
