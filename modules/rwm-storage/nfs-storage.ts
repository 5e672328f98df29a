import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { EnvironmentSpec, StorageOf } from "../../environments/schema";
import { ChartRelease } from "../helm/chart-release";
import type { ChartChooser } from "../helm/chart-source";
import { standardLabels } from "../labels";
import type { RwmStorage, StorageModule } from "./rwm-storage";

/** NFS, as an environment asks for it. */
export function nfsStorage(spec: EnvironmentSpec, storage: StorageOf<"nfs">): StorageModule {
  const { highAvailability } = spec.platform;
  return {
    providers: ["kubernetes", "helm"],
    make: (stack) => new NfsStorage(stack, "nfs", { storage, highAvailability, charts: spec }),
  };
}

export interface NfsStorageProps {
  readonly storage: StorageOf<"nfs">;
  /** Two provisioners instead of one; a mount needs neither. */
  readonly highAvailability: boolean;
  /** Environment that decides where its charts come from. */
  readonly charts: ChartChooser;
}

/** One directory per claim under one export, by the claim's name; the driver fills it in, not Terraform. */
const DIRECTORY_PER_CLAIM = "$${pvc.metadata.name}";

/** Claims as directories of an existing NFS export, through csi-driver-nfs. */
export class NfsStorage extends Construct implements RwmStorage {
  readonly className: string;
  readonly accessModes = ["ReadWriteMany", "ReadWriteOnce"] as const;
  readonly location: string;

  constructor(scope: Construct, id: string, props: NfsStorageProps) {
    super(scope, id);
    const { storage } = props;
    const driver = new ChartRelease(this, "driver", {
      chart: "csi-driver-nfs",
      namespace: "kube-system",
      values: {
        controller: {
          replicas: props.highAvailability ? 2 : 1,
          // Snapshots need CRDs that nothing here brings; the sidecar would log their absence for ever.
          enableSnapshotter: false,
          // Also for classes that others make: the driver's own default deletes the directory.
          defaultOnDeletePolicy: "retain",
        },
      },
      from: props.charts,
    });
    const storageClass = new StorageClassV1(this, "class", {
      metadata: {
        name: storage.className,
        labels: standardLabels(storage.className, "storage"),
      },
      storageProvisioner: "nfs.csi.k8s.io",
      parameters: {
        server: storage.server,
        share: storage.share,
        subDir: DIRECTORY_PER_CLAIM,
        onDelete: "retain",
        // No mountPermissions: the driver would chmod at each mount, which takes the setgid bit
        // off and makes the kubelet change the group of every file again at each pod's start.
      },
      mountOptions: storage.mountOptions,
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
      dependsOn: [driver.release],
    });
    this.className = storageClass.metadata.name;
    this.location = `${storage.server}:${storage.share}/<claim>`;
  }
}
