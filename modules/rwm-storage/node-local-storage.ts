import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { StorageOf } from "../../environments/schema";
import { standardLabels } from "../labels";
import type { RwmStorage, StorageModule } from "./rwm-storage";

/** A disk of one node, as an environment asks for it. */
export function nodeLocalStorage(storage: StorageOf<"node-local">): StorageModule {
  return {
    providers: ["kubernetes"],
    make: (stack) => new NodeLocalStorage(stack, "node-local", { storage }),
  };
}

export interface NodeLocalStorageProps {
  readonly storage: StorageOf<"node-local">;
}

/**
 * Fallback: volumes on one node's own disk, made by a provisioner that the
 * cluster already runs. Never ReadWriteMany, so the schema allows it only where
 * all pods that share a claim land on one node.
 */
export class NodeLocalStorage extends Construct implements RwmStorage {
  readonly className: string;
  readonly accessModes = ["ReadWriteOnce"] as const;
  readonly location: string;

  constructor(scope: Construct, id: string, { storage }: NodeLocalStorageProps) {
    super(scope, id);
    const storageClass = new StorageClassV1(this, "class", {
      metadata: {
        name: storage.className,
        labels: standardLabels(storage.className, "storage"),
        annotations: {
          "fluxibri.ai/fallback": "one node's disk: no ReadWriteMany, lost with the node",
        },
      },
      storageProvisioner: storage.provisioner,
      // A fallback's data is disposable: destroying the environment leaves nothing on the node.
      reclaimPolicy: "Delete",
      // The volume is made where its first pod lands; at once, it could be on a node the pod may not use.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: false,
    });
    this.className = storageClass.metadata.name;
    this.location = `FALLBACK: one node's disk (${storage.provisioner}), no ReadWriteMany, lost with the node`;
  }
}
