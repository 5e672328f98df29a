import { z } from "zod";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { count, listOf, maybe, text } from "../kubernetes/schemas";
import type { DeviceClaim, DeviceClass, DeviceSlice, LiveLease } from "./model";
import { liveObject, metadata, namespacedObject, time } from "./schemas";

/** In v1beta1 a request names its class itself, since v1beta2 under `exactly` or `firstAvailable`. */
const request = z.object({
  deviceClassName: text,
  exactly: maybe(z.object({ deviceClassName: text })),
  firstAvailable: listOf(z.object({ deviceClassName: text })),
});
const claim = z.object({
  metadata,
  spec: z.object({ devices: maybe(z.object({ requests: listOf(request) })) }),
  status: maybe(z.object({ allocation: maybe(z.looseObject({})) })),
});

export function readDeviceClaim(read: ReadObject): DeviceClaim {
  const { metadata: meta, spec, status } = narrowObject(claim, read);
  const classes = (spec.devices?.requests ?? []).flatMap(
    ({ deviceClassName, exactly, firstAvailable }) => [
      deviceClassName ?? [],
      exactly?.deviceClassName ?? [],
      firstAvailable.flatMap((each) => each.deviceClassName ?? []),
    ],
  );
  return {
    ...namespacedObject("ResourceClaim", meta),
    classes: [...new Set(classes.flat())],
    allocated: status?.allocation !== undefined,
  };
}

const deviceClass = z.object({
  metadata,
  spec: z.object({ selectors: listOf(z.object({ cel: maybe(z.object({ expression: text })) })) }),
});

export function readDeviceClass(read: ReadObject): DeviceClass {
  const { metadata: meta, spec } = narrowObject(deviceClass, read);
  return {
    ...liveObject("DeviceClass", meta),
    selectors: spec.selectors.flatMap(({ cel }) => cel?.expression ?? []),
  };
}

const slice = z.object({ metadata, spec: z.object({ driver: z.string() }) });

export function readDeviceSlice(read: ReadObject): DeviceSlice {
  const { metadata: meta, spec } = narrowObject(slice, read);
  return { ...liveObject("ResourceSlice", meta), driver: spec.driver };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
const lease = z.object({
  metadata,
  spec: z.object({ renewTime: time, leaseDurationSeconds: count }),
});

export function readLease(read: ReadObject): LiveLease {
  const { metadata: meta, spec } = narrowObject(lease, read);
  return {
    ...liveObject("Lease", meta),
    renewed: spec.renewTime,
    duration: spec.leaseDurationSeconds ?? 15,
  };
}
