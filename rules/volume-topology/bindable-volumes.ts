import { amountOf } from "../../environments/quantity";
import { type Claim, type Inventory, type PersistentVolume, selects } from "../../inventory/model";

/**
 * The volumes made by hand that a claim may get: of its class, with its access
 * modes, large enough, with the labels that it selects, and for no other claim.
 * A claim without a class gets one of the cluster's default class, if there is one.
 *
 * Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding,
 * kubernetes v1.35.4 staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go (`FindMatchingVolume`)
 */
export function bindableVolumes(
  { className, accessModes, size, selector, statefulSet }: Claim,
  { persistentVolumes }: Inventory,
): readonly PersistentVolume[] {
  if (className === undefined && selector === undefined) return [];
  if (statefulSet !== undefined) return [];
  return persistentVolumes.filter(
    (volume) =>
      volume.claim === undefined &&
      (volume.className ?? "") === (className ?? "") &&
      accessModes.every((mode) => volume.accessModes.includes(mode)) &&
      (selector === undefined || selects(selector, volume.labels)) &&
      isLargeEnough(volume.capacity, size),
  );
}

/** What only the apply tells is taken for enough. */
function isLargeEnough(capacity: string | undefined, size: string | undefined): boolean {
  const [has, wants] = [capacity, size].map((text) => amountOf("storage", text ?? ""));
  return !(has !== undefined && wants !== undefined && has < wants);
}
