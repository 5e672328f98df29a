import { gibibytes } from "../../environments/nodes/node-resources";
import type { Resources } from "../../environments/schema";

/**
 * Logs of one container, MiB: the kubelet keeps five files of 10 MiB each, and
 * counts them. https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
 */
const LOGS_MIB = 64;

/** What a container's file system takes where it is not read-only, MiB. */
const WRITABLE_MIB = 1024;

/** A volume of the pod, as far as it can lie on the node's disk. */
interface DiskVolume {
  readonly volume: { readonly emptyDir?: { readonly sizeLimit?: string } };
}

export interface Disk {
  /**
   * Volumes of the pod; its emptyDirs lie on the node's disk. In one container of the
   * pod only: the kubelet holds their use against the sum over all containers.
   *
   * @default none
   */
  readonly volumes?: readonly DiskVolume[];
  /**
   * The volumes are asked of the scheduler in full. Without, only the kubelet's limit bounds them.
   *
   * @default true
   */
  readonly reserved?: boolean;
  /**
   * The container's root file system can be written to.
   *
   * @default false
   */
  readonly writable?: boolean;
}

/**
 * Requests and limits of a container with those of the node's disk. The kubelet evicts
 * a pod that takes more than its limit, and not its neighbours, as happens under
 * disk pressure.
 * https://kubernetes.io/docs/concepts/storage/ephemeral-storage/
 */
export function withDisk(
  { requests, limits }: Resources,
  { volumes = [], reserved = true, writable = false }: Disk = {},
) {
  const own = LOGS_MIB + (writable ? WRITABLE_MIB : 0);
  const scratch = volumes.reduce(
    (sum, { volume }) => sum + gibibytes(volume.emptyDir?.sizeLimit ?? "0Gi") * 1024,
    0,
  );
  return {
    requests: { ...requests, "ephemeral-storage": mebibytes(own + (reserved ? scratch : 0)) },
    limits: { ...limits, "ephemeral-storage": mebibytes(own + scratch) },
  };
}

/** As the API server writes it back: whole GiB as such. */
function mebibytes(amount: number): string {
  return amount % 1024 === 0 ? `${amount / 1024}Gi` : `${amount}Mi`;
}
