import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { EnvironmentSpec, StorageOf } from "../../environments/schema";
import { ChartRelease } from "../helm/chart-release";
import { standardLabels } from "../labels";
import type { RwmStorage, StorageModule } from "./rwm-storage";

/** CephFS, as an environment asks for it. */
export function cephfsStorage(spec: EnvironmentSpec, storage: StorageOf<"cephfs">): StorageModule {
  return {
    providers: ["kubernetes", "helm"],
    make: (stack) => new CephfsStorage(stack, "cephfs", { storage, environment: spec }),
  };
}

export interface CephfsStorageProps {
  readonly storage: StorageOf<"cephfs">;
  /** Environment that decides on the driver's chart. */
  readonly environment: EnvironmentSpec;
}

/**
 * Steps of a volume's life for which the driver reads Ceph credentials from a Secret. Since 3.15
 * volumes are attached, and a volume keeps the class' Secret for that: without it, no fencing.
 * https://github.com/ceph/ceph-csi/issues/5767
 */
const STEPS_WITH_CREDENTIALS = [
  "provisioner",
  "controller-expand",
  "controller-publish",
  "node-stage",
] as const;

/** Claims as subvolumes of an existing Ceph cluster's file system, through ceph-csi. */
export class CephfsStorage extends Construct implements RwmStorage {
  readonly className: string;
  readonly accessModes = ["ReadWriteMany", "ReadWriteOnce"] as const;
  readonly location: string;

  constructor(scope: Construct, id: string, props: CephfsStorageProps) {
    super(scope, id);
    const { storage } = props;
    const driver = new ChartRelease(this, "driver", {
      chart: "ceph-csi-cephfs",
      namespace: "kube-system",
      from: props.environment,
    });
    const storageClass = new StorageClassV1(this, "class", {
      metadata: {
        name: storage.className,
        labels: standardLabels(storage.className, "storage"),
      },
      storageProvisioner: "cephfs.csi.ceph.com",
      parameters: {
        clusterID: storage.clusterId,
        fsName: storage.fsName,
        ...credentialsOf(storage.secret),
      },
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
      dependsOn: [driver.release],
    });
    this.className = storageClass.metadata.name;
    this.location = `CephFS ${storage.fsName} of Ceph cluster ${storage.clusterId}`;
  }
}

/** References only: the Secret stays with the people who run Ceph. */
function credentialsOf(secret: StorageOf<"cephfs">["secret"]): Record<string, string> {
  return Object.fromEntries(
    STEPS_WITH_CREDENTIALS.flatMap((step) => [
      [`csi.storage.k8s.io/${step}-secret-name`, secret.name],
      [`csi.storage.k8s.io/${step}-secret-namespace`, secret.namespace],
    ]),
  );
}
