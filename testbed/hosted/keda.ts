import path from "node:path";
import { mkdirSync } from "node:fs";
import type { V1Pod } from "@kubernetes/client-node";
import { freePorts } from "../addresses";
import type { ClusterClient } from "../../runtime/cluster-client";
import { writeKubeconfig } from "../kubeconfig";
import { makeCertificates } from "../pki";
import type { FindProgram, ProgramName } from "../programs";
import type { ServiceNames } from "../service-names";
import type { HostedCommand, HostedProgram } from "./hosted-pods";
import { firstContainer, podEnvironment } from "./pod-environment";
import type { KedaRoutes } from "./keda-routes";
import { podToken } from "./pod-token";

export interface KedaProps {
  /** Folder of the testbed. */
  readonly folder: string;
  /** `https://127.0.0.1:PORT` of the API server. */
  readonly server: string;
  readonly client: ClusterClient;
  readonly names: ServiceNames;
  readonly find: FindProgram;
  /** How the API server reaches KEDA's processes. */
  readonly routes: KedaRoutes;
}

/** Where the chart mounts certificates in every pod of KEDA. */
const CONTAINER_CERTIFICATES = "/certs";

/** KEDA's operator, metrics server and admission webhooks, behind the pods of its real chart. */
export function hostedKeda(props: KedaProps): readonly HostedProgram[] {
  return [
    program(props, "keda-operator", "/keda", operatorArguments),
    program(props, "keda-metrics-server", "/keda-adapter", metricsServerArguments),
    program(props, "keda-webhooks", "/keda-admission-webhooks", webhooksArguments),
  ];
}

/** Arguments that replace the chart's where a process on the host differs from a container. */
type HostArguments = (pod: V1Pod, props: KedaProps, kubeconfig: string) => Promise<string[]>;

function program(
  props: KedaProps,
  name: ProgramName,
  containerCommand: string,
  hostArguments: HostArguments,
): HostedProgram {
  return {
    name,
    matches: (pod) => pod.spec?.containers[0]?.command?.[0] === containerCommand,
    command: async (pod): Promise<HostedCommand> => {
      const certificates = makePodCertificates(pod, props);
      const kubeconfig = await writePodKubeconfig(pod, props);
      const chartArguments = (firstContainer(pod).args ?? []).map((argument) =>
        argument.replace(CONTAINER_CERTIFICATES, certificates),
      );
      return {
        program: props.find(name),
        // Of a flag that is there twice the last counts.
        args: [...chartArguments, ...(await hostArguments(pod, props, kubeconfig))],
        env: {
          ...(await podEnvironment(pod, props.client, props.names)),
          KUBECONFIG: kubeconfig,
          // A container finds it beside its token.
          KEDA_CLUSTER_OBJECT_NAMESPACE: pod.metadata?.namespace ?? "",
        },
      };
    },
  };
}

/** The operator's gRPC service is on the address of its Service, where the metrics server looks for it. */
async function operatorArguments(pod: V1Pod, { names }: KedaProps): Promise<string[]> {
  const { namespace = "", labels = {} } = pod.metadata ?? {};
  const { spec } = names.serviceOf(namespace, labels);
  const [metrics, health] = await freePorts(2);
  return [
    `--metrics-service-bind-address=${spec?.clusterIP}:${spec?.ports?.[0]?.port}`,
    `--metrics-bind-address=127.0.0.1:${metrics}`,
    `--health-probe-bind-address=127.0.0.1:${health}`,
    "--enable-cert-rotation=false",
    // One process, and none to wait for that held the lease before it.
    "--leader-elect=false",
  ];
}

async function metricsServerArguments(
  pod: V1Pod,
  { routes }: KedaProps,
  kubeconfig: string,
): Promise<string[]> {
  const [secure = 0, metrics = 0] = await freePorts(2);
  routes.metricsServer = { namespace: pod.metadata?.namespace ?? "", port: secure };
  return [
    "--bind-address=127.0.0.1",
    `--secure-port=${secure}`,
    `--port=${metrics}`,
    `--lister-kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ];
}

async function webhooksArguments(pod: V1Pod, { routes }: KedaProps): Promise<string[]> {
  const [secure = 0, metrics, health] = await freePorts(3);
  routes.webhooks = { namespace: pod.metadata?.namespace ?? "", port: secure };
  return [
    `--port=${secure}`,
    `--metrics-bind-address=127.0.0.1:${metrics}`,
    `--health-probe-bind-address=127.0.0.1:${health}`,
  ];
}

/** What KEDA would make for itself: one certificate with the names of all its Services. */
function makePodCertificates(pod: V1Pod, { folder, find }: KedaProps): string {
  const namespace = pod.metadata?.namespace ?? "";
  const certificates = path.join(folder, "keda");
  const services = ["keda-operator", "keda-operator-metrics-apiserver", "keda-admission-webhooks"];
  makeCertificates(find("pki"), certificates, [
    {
      name: "tls",
      commonName: "keda",
      hosts: [
        "localhost",
        ...services.flatMap((service) => [
          `${service}.${namespace}.svc`,
          `${service}.${namespace}.svc.cluster.local`,
        ]),
      ],
    },
  ]);
  return certificates;
}

/** The pod's own service account, so that the chart's RBAC is what decides. */
async function writePodKubeconfig(pod: V1Pod, props: KedaProps): Promise<string> {
  const { client, folder, server } = props;
  const kubeconfigs = path.join(folder, "kubeconfigs");
  mkdirSync(kubeconfigs, { recursive: true });
  const file = path.join(kubeconfigs, pod.metadata?.name ?? "");
  writeKubeconfig(file, {
    server,
    ca: path.join(folder, "pki", "ca.crt"),
    identity: { kind: "token", token: await podToken(pod, client) },
  });
  return file;
}
