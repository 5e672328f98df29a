import type {
  ListWatch,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
} from "@kubernetes/client-node";
import type { ClusterClient } from "../runtime/cluster-client";

/** Which pods are tied to nodes by their volumes: a new node would not help them. */
export class VolumeTopology {
  private readonly claims: ListWatch<V1PersistentVolumeClaim>;
  private readonly volumes: ListWatch<V1PersistentVolume>;

  constructor(client: ClusterClient) {
    this.claims = client.follow("/api/v1/persistentvolumeclaims", () =>
      client.core.listPersistentVolumeClaimForAllNamespaces(),
    );
    this.volumes = client.follow("/api/v1/persistentvolumes", () =>
      client.core.listPersistentVolume(),
    );
  }

  async start(): Promise<void> {
    await Promise.all([this.claims.start(), this.volumes.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.claims.stop(), this.volumes.stop()]);
  }

  /** Whether a volume of the pod is bound to particular nodes. */
  isTied({ metadata, spec }: V1Pod): boolean {
    return (spec?.volumes ?? []).some(({ persistentVolumeClaim }) => {
      if (persistentVolumeClaim === undefined) return false;
      const claim = this.claims.get(persistentVolumeClaim.claimName, metadata?.namespace);
      const volume = claim?.spec?.volumeName;
      return (
        volume !== undefined && this.volumes.get(volume)?.spec?.nodeAffinity?.required !== undefined
      );
    });
  }
}
