import type { LiveObject } from "./object";

/** ResourceClaim: devices that a pod waits for (dynamic resource allocation). */
export interface DeviceClaim extends LiveObject {
  readonly namespace: string;
  /** Names of the DeviceClasses that it asks for. */
  readonly classes: readonly string[];
  readonly allocated: boolean;
}

/** DeviceClass. */
export interface DeviceClass extends LiveObject {
  /** CEL expressions that say which devices are of it; they name the driver. */
  readonly selectors: readonly string[];
}

/** ResourceSlice: devices that a driver offers on a node. */
export interface DeviceSlice extends LiveObject {
  readonly driver: string;
}

/** A Lease by which a part of the control plane says that it is at work. */
export interface LiveLease extends LiveObject {
  /** Milliseconds since 1970; undefined: never. */
  readonly renewed: number | undefined;
  /** Seconds after which another may take it over. */
  readonly duration: number;
}
