import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { EnvironmentSpec, StorageOf } from "../../environments/schema";
import { ChartRelease } from "../helm/chart-release";
import { standardLabels } from "../labels";
import type { RwmStorage, StorageModule } from "./rwm-storage";

/** NFS, as an environment asks for it. */
export function nfsStorage(spec: EnvironmentSpec, storage: StorageOf<"nfs">): StorageModule {
  return {
    providers: ["kubernetes", "helm"],
    make: (stack) => new NfsStorage(stack, "nfs", { storage, environment: spec }),
  };
}

export interface NfsStorageProps {
  readonly storage: StorageOf<"nfs">;
  /** Environment that decides on the driver's chart. */
  readonly environment: EnvironmentSpec;
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
      from: props.environment,
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
