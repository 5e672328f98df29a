import { terminationGraceSeconds } from "../../environments/facts/termination-grace";
import type { Resources, WorkerSpec } from "../../environments/schema";
import { type GpuRequest, gpuRequest } from "../gpu/gpu-request";
import { applicationLabels, selectorLabels } from "../labels";
import type { AppRuntime } from "../pod/app-runtime";
import { withDisk } from "../pod/disk";
import { homeFiles } from "../pod/home-files";
import { placementByRole, spreadOverNodes } from "../pod/placement";
import { secretVariables } from "../pod/secret-variables";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import type { Variable } from "../pod/variable";
import { workerVariables } from "../pod/variables";
import { emptyDirVolume, type PodVolume, SCRATCH_PATH } from "../pod/volumes";

export interface WorkerPodProps {
  readonly worker: WorkerSpec;
  /** Requests and limits, after a fallback has had its say. */
  readonly resources: Resources;
  readonly runtime: AppRuntime;
}

/** What the pods of a worker are, whatever makes them. */
export type WorkerPod = ReturnType<typeof workerPod>;

/** Follows from the worker alone; the command is its maker's. */
export function workerPod({ worker, resources, runtime }: WorkerPodProps) {
  const gpu = gpuRequest(worker, runtime.nodes.cluster);
  const selector = selectorLabels(runtime.application, worker.name);
  const { nodeSelector, affinity, toleration } = placementByRole(runtime.nodes, worker.role, gpu);
  const scratch = emptyDirVolume("scratch", worker.scratch, SCRATCH_PATH);
  const volumes = [...claimsOf(worker, runtime), scratch];
  const copied = homeFiles(runtime, scratch);
  return {
    labels: applicationLabels(runtime.application, worker.name),
    selector,
    annotations: {
      // cluster-autoscaler must not move a render to save a node.
      "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    },
    graceSeconds: terminationGraceSeconds(runtime.queue, worker.jobTimeoutSeconds),
    securityContext: podSecurityContext(runtime.user, gpu?.deviceGroups),
    containerSecurityContext: containerSecurityContext(true),
    nodeSelector,
    affinity,
    tolerations: toleration,
    spread: spreadOverNodes(selector),
    variables: [
      ...workerVariables(worker.variables, runtime.deployed, {
        ...worker,
        limits: resources.limits,
      }),
      ...secretVariables(runtime.secrets, worker.name),
      ...Object.entries(gpu?.variables ?? {}).map(([name, value]) => ({ name, value })),
    ] satisfies Variable[],
    resources: withGpu(withDisk(resources, { volumes, reserved: runtime.reservesDisk }), gpu),
    homeFiles: copied,
    volumes: [...volumes.map(({ volume }) => volume), ...copied.map(({ volume }) => volume)],
    mounts: volumes.map(({ mount }) => mount),
  };
}

/** The claims that the worker names; the data's relations know that they are there. */
function claimsOf({ claims }: WorkerSpec, { dataVolumes }: AppRuntime): readonly PodVolume[] {
  return claims.flatMap(({ name, readOnly }) =>
    dataVolumes
      .filter(({ volume }) => volume.name === name)
      .map(({ volume, mount }) => ({
        volume,
        mount: readOnly ? { ...mount, readOnly } : mount,
      })),
  );
}

/** Kubernetes wants an extended resource's request and limit to be equal. */
function withGpu(resources: ReturnType<typeof withDisk>, gpu: GpuRequest | undefined) {
  if (gpu === undefined) return resources;
  const gpus = { [gpu.resourceName]: String(gpu.count) };
  return {
    requests: { ...resources.requests, ...gpus },
    limits: { ...resources.limits, ...gpus },
  };
}
