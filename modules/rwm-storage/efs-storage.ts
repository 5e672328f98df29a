import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { isProtected } from "../../environments/protection";
import type {
  ApplicationSpec,
  EksCluster,
  EnvironmentSpec,
  StorageOf,
} from "../../environments/schema";
import { existingEksCluster } from "../cluster/cluster-providers";
import { standardLabels } from "../labels";
import { EfsCsiDriver } from "./efs-csi-driver";
import { EfsFileSystem } from "./efs-file-system";
import type { RwmStorage, StorageModule } from "./rwm-storage";

/** EFS, as an environment asks for it. */
export function efsStorage(spec: EnvironmentSpec, storage: StorageOf<"efs">): StorageModule {
  const { cluster } = spec;
  return {
    providers: ["aws", "kubernetes"],
    make: (stack) => {
      if (cluster.kind !== "eks") throw new Error("storage efs needs an EKS cluster");
      const protect = isProtected(spec);
      return new EfsStorage(stack, "efs", { storage, cluster, user: sharedUser(spec), protect });
    },
  };
}

/** An access point writes as one user; the environment's relations see to it that the applications have the same. */
function sharedUser({ applications: [first] }: EnvironmentSpec): ApplicationSpec["user"] {
  if (first === undefined) throw new Error("an environment has an application");
  return first.user;
}

export interface EfsStorageProps {
  readonly storage: StorageOf<"efs">;
  readonly cluster: EksCluster;
  /** User and group of every file; the pods run as them. */
  readonly user: ApplicationSpec["user"];
  /** A plan that would destroy the file system fails. */
  readonly protect: boolean;
}

/** Directory of a claim below the base path; the driver fills it in, not Terraform. */
const DIRECTORY_PER_CLAIM = "$${.PVC.namespace}/$${.PVC.name}";

/** Claims as access points of one EFS file system, through the EFS CSI driver. */
export class EfsStorage extends Construct implements RwmStorage {
  readonly className: string;
  readonly accessModes = ["ReadWriteMany", "ReadWriteOnce"] as const;
  readonly location: string;

  constructor(stack: TerraformStack, id: string, props: EfsStorageProps) {
    super(stack, id);
    const { storage, cluster, user } = props;
    const existing = existingEksCluster(stack, cluster);
    const network = existing.vpcConfig.get(0);
    const fileSystem = new EfsFileSystem(this, "shared", {
      name: storage.name,
      storage,
      vpcId: network.vpcId,
      // Managed node groups without security groups of their own carry the cluster's.
      nodesSecurityGroupId: network.clusterSecurityGroupId,
      privateSubnetTags: cluster.privateSubnetTags,
      zones: [...new Set(cluster.pools.flatMap(({ zones }) => zones?.names ?? []))].sort(),
      region: cluster.region,
      protect: props.protect,
    });
    const driver = cluster.provides.includes("efs-csi-driver")
      ? []
      : [
          new EfsCsiDriver(this, "driver", {
            cluster,
            clusterArn: existing.arn,
            version: storage.csiAddonVersion,
          }).addon,
        ];
    const storageClass = new StorageClassV1(this, "class", {
      metadata: {
        name: storage.className,
        labels: standardLabels(storage.className, "storage"),
      },
      storageProvisioner: "efs.csi.aws.com",
      parameters: {
        provisioningMode: "efs-ap",
        fileSystemId: fileSystem.fileSystemId,
        basePath: "/claims",
        subPathPattern: DIRECTORY_PER_CLAIM,
        // A claim that is made again finds its files: the directory is its name, not a new UUID.
        ensureUniqueDirectory: "false",
        directoryPerms: "0770",
        // Without both, each claim gets a group of its own and the pods cannot share files.
        uid: String(user.uid),
        gid: String(user.gid),
      },
      mountOptions: ["tls"],
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: false,
      // A claim of this class can be mounted: the driver is there, and so is a mount target.
      dependsOn: [fileSystem.mountTargets, ...driver],
    });
    this.className = storageClass.metadata.name;
    this.location = `EFS ${fileSystem.fileSystemId}:/claims/<namespace>/<claim>`;
  }
}
