import type { Inventory } from "../model";
import { readHpa, readScaledObject } from "./autoscalers";
import { readExternalSecret, readSecret, readServiceAccount } from "./credentials";
import { readApiService } from "./metrics-apis";
import type { ReadObject } from "./object";
import { readClaim, readClaimTemplates, readStorageClass } from "./storage";
import { readWorkload } from "./workloads";

export type { ReadObject } from "./object";

/**
 * What one Kubernetes object adds to the inventory. Kinds that no rule looks
 * at add nothing.
 *
 * @throws InventoryError when the object does not have its kind's shape
 */
export function readKubernetesObject(read: ReadObject): Partial<Inventory> {
  const { kind } = read.object;
  switch (kind) {
    case "StatefulSet":
      return { workloads: [readWorkload(kind, read)], claims: readClaimTemplates(read) };
    case "Deployment":
    case "DaemonSet":
    case "Job":
    case "CronJob":
    case "ScaledJob":
      return { workloads: [readWorkload(kind, read)] };
    case "HorizontalPodAutoscaler":
      return { autoscalers: [readHpa(read)] };
    case "ScaledObject":
      return { autoscalers: [readScaledObject(read)] };
    case "PersistentVolumeClaim":
      return { claims: [readClaim(read)] };
    case "StorageClass":
      return { storageClasses: [readStorageClass(read)] };
    case "ServiceAccount":
      return { serviceAccounts: [readServiceAccount(read)] };
    case "Secret":
      return { secrets: [readSecret(read)] };
    case "ExternalSecret":
      return { secrets: [readExternalSecret(read)] };
    case "APIService":
      return { metricsApiOwners: readApiService(read) };
    default:
      return {};
  }
}
