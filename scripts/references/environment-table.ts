import { imageTagOf, workersOf } from "../../environments/applications";
import { isProtected } from "../../environments/protection";
import { rehearsedNames } from "../../environments/rehearsals";
import { imageSource } from "../../environments/switched";
import { layoutName } from "../../environments/nodes/mig-layout";
import type {
  AlertReceiverSpec,
  ApplicationSpec,
  EnvironmentSpec,
  NodePool,
  WorkerGpu,
  WorkerScaling,
} from "../../environments/schema";
import { appImage } from "../../modules/pod/app-image";

/** A row of the environment table: what is compared, and how an environment shows it. */
interface Row {
  readonly title: string;
  value(spec: EnvironmentSpec): string;
}

const ROWS: readonly Row[] = [
  { title: "protected", value: (spec) => (isProtected(spec) ? "yes" : "no") },
  { title: "rehearses", value: (spec) => rehearsedNames(spec).join(", ") || "none" },
  {
    title: "cluster",
    value: ({ cluster: { kind, kubernetesVersion, kubeProxy } }) =>
      `${kind}, Kubernetes ${kubernetesVersion}${kubeProxy === undefined ? "" : `, kube-proxy: ${kubeProxy.mode}`}`,
  },
  { title: "nodes", value: nodes },
  { title: "state", value: state },
  { title: "image", value: image },
  {
    title: "shared storage",
    value: ({ storage }) => `${storage.kind}, class ${storage.className}`,
  },
  { title: "redis", value: redis },
  { title: "web replicas", value: webReplicas },
  { title: "queue workers", value: workers },
  { title: "add-ons", value: addons },
  { title: "alerts", value: alerts },
  { title: "fallbacks", value: fallbacks },
  { title: "CRDs on uninstall", value: ({ platform }) => platform.crdsOnUninstall },
];

/** What the environments differ in, as a Markdown table. */
export function renderEnvironmentTable(specs: readonly EnvironmentSpec[]): string {
  const lines = [
    ["", ...specs.map((spec) => spec.name)],
    ["---", ...specs.map(() => "---")],
    ...ROWS.map((row) => [row.title, ...specs.map((spec) => row.value(spec))]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function range({ min, max }: { readonly min: number; readonly max: number }): string {
  return `${min}..${max}`;
}

function nodes({ cluster }: EnvironmentSpec): string {
  switch (cluster.kind) {
    case "eks":
      return pools(cluster.pools);
    case "k3s":
      return cluster.machines
        .map(
          ({ name, architecture, size, gpu }) =>
            `${name} (${architecture}, ${size.vcpu} CPUs, ${size.memoryGiB} GiB${gpu ? `, ${gpu.count} x ${gpu.model}` : ""})`,
        )
        .join("<br>");
    case "kubeconfig":
      return `those of the cluster; in the testbed<br>${pools(cluster.testbed.pools)}`;
    default:
      return cluster satisfies never;
  }
}

function pools(pools: readonly NodePool[]): string {
  return pools
    .map(
      (pool) =>
        `${pool.name} ${range(pool)} (${[pool.instanceTypes.join(", "), ...gpuSharing(pool)].join("; ")})`,
    )
    .join("<br>");
}

function gpuSharing({ gpu }: NodePool): readonly string[] {
  if (gpu === undefined || gpu.sharing === "whole") return [];
  return gpu.sharing === "mig"
    ? [`MIG ${layoutName(gpu)}, ${gpu.strategy}`]
    : [`${gpu.replicas} pods a GPU`];
}

function state({ state }: EnvironmentSpec): string {
  return state.kind === "local"
    ? "local files"
    : `Terraform Cloud ${state.organization}, project ${state.project ?? "by default"}, ${state.executionMode} execution`;
}

/** As nodes pull it; the registry's address is the one its Service is asked to have. */
function image(spec: EnvironmentSpec): string {
  const registry = spec.registry && { pullAddress: `127.0.0.1:${spec.registry.nodePort}` };
  return spec.applications
    .map((application) =>
      appImage(imageSource(spec, application), imageTagOf(spec, application), registry),
    )
    .join("<br>");
}

function redis({ applications }: EnvironmentSpec): string {
  return applications.map(redisOf).join("<br>");
}

function redisOf({ redis }: ApplicationSpec): string {
  if (redis.kind === "existing") return `existing, ${redis.host}`;
  return redis.persistence === undefined
    ? "in the namespace"
    : `in the namespace, ${redis.persistence.size}`;
}

function webReplicas({ applications }: EnvironmentSpec): string {
  return applications
    .map(({ web }) => (web === undefined ? "none" : range(web.replicas)))
    .join("<br>");
}

function workers(spec: EnvironmentSpec): string {
  return workersOf(spec)
    .map(
      ({ worker: { name, queues, scaling, gpu } }) =>
        `${name} ${workerPods(scaling)} on ${queues.join(", ")}, ${jobsOf(scaling)}${gpu ? `, ${gpuNeed(gpu)}` : ""}`,
    )
    .join("<br>");
}

function workerPods(scaling: WorkerScaling): string {
  return range({ min: scaling.kind === "deployment" ? scaling.min : 0, max: scaling.max });
}

function jobsOf(scaling: WorkerScaling): string {
  if (scaling.kind === "job") return "a pod for each job";
  const { waitingJobsPerReplica, joinsAbove } = scaling;
  const beyond = joinsAbove === undefined ? "" : ` beyond ${joinsAbove} jobs`;
  return `one more for ${waitingJobsPerReplica} waiting${beyond}`;
}

function gpuNeed(gpu: WorkerGpu): string {
  switch (gpu.need) {
    case "any":
      return gpu.vendor === "any" ? "a GPU" : `a GPU (${gpu.vendor})`;
    case "encoder":
      return gpu.vendor === "any" ? "a video encoder" : `a video encoder (${gpu.vendor})`;
    case "memory":
      return `a GPU of ${gpu.memoryGiB} GiB`;
    case "mig":
      return `a MIG slice ${gpu.profile}`;
    default:
      return gpu satisfies never;
  }
}

function addons({ switches }: EnvironmentSpec): string {
  return Object.entries(switches.addons)
    .filter(([, on]) => on)
    .map(([name]) => name)
    .join(", ");
}

function alerts({ alerts }: EnvironmentSpec): string {
  return (alerts?.receivers ?? []).map(receiver).join("<br>") || "no receiver";
}

function receiver(receiver: AlertReceiverSpec): string {
  if (receiver.kind === "heartbeat") return `heartbeat ${receiver.name}`;
  const to = receiver.kind === "slack" ? receiver.channel : receiver.name;
  return `${receiver.severities.join(", ")} to ${receiver.kind} ${to}`;
}

function fallbacks({ fallbacks }: EnvironmentSpec): string {
  if (fallbacks === undefined) return "none";
  const { reducedRequests, ...switched } = fallbacks;
  return [
    ...Object.entries(switched)
      .filter(([, on]) => on)
      .map(([name]) => name),
    `reduced requests for ${Object.values(reducedRequests).flatMap(Object.keys).join(", ")}`,
  ].join(", ");
}
