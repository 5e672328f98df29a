/** Where pods of the app's image may write beside their claims. */
export const SCRATCH_PATH = "/tmp";

/** A volume of a pod together with the place where the container sees it. */
export interface PodVolume {
  readonly volume: {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
    readonly emptyDir?: { readonly sizeLimit: string };
  };
  readonly mount: {
    readonly name: string;
    readonly mountPath: string;
    /** @default false */
    readonly readOnly?: boolean;
  };
}

/** An existing claim. */
export function claimVolume(name: string, claimName: string, mountPath: string): PodVolume {
  return {
    volume: { name, persistentVolumeClaim: { claimName } },
    mount: { name, mountPath },
  };
}

/**
 * Space on the node that is gone with the pod. The kubelet evicts a pod that
 * fills more than the limit.
 */
export function emptyDirVolume(name: string, sizeLimit: string, mountPath: string): PodVolume {
  return { volume: { name, emptyDir: { sizeLimit } }, mount: { name, mountPath } };
}

/**
 * Lets cluster-autoscaler remove a node in spite of these emptyDirs, whose
 * content that may be lost; otherwise each of them keeps its node for ever.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
export function evictableAnnotations(volumes: readonly PodVolume[]): Record<string, string> {
  const local = volumes.filter(({ volume }) => volume.emptyDir !== undefined);
  if (local.length === 0) return {};
  return {
    "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes": local
      .map(({ volume }) => volume.name)
      .join(","),
  };
}
