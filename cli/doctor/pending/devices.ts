import type { LivePod } from "../../../inventory/live";
import { type Diagnosis, diagnosis, type Examination, kubectl } from "../examination";

/** What the scheduler says of dynamic resource allocation, before the details. */
const ABOUT_DEVICES =
  /resourceclaim|resource claim|deviceclass|device class|cannot allocate all claims/i;

/** A pod that waits for devices (dynamic resource allocation): which class, of which driver. */
export function deviceTrouble(
  pod: LivePod,
  said: string,
  examination: Examination,
): Diagnosis | undefined {
  const { live, unreadKinds } = examination;
  const claims = pod.deviceClaims.flatMap(
    (name) =>
      live.deviceClaims.find((claim) => claim.name === name && claim.namespace === pod.namespace) ??
      [],
  );
  if (!ABOUT_DEVICES.test(said) && claims.every(({ allocated }) => allocated)) return undefined;
  const wanted = pod.deviceClaims.filter((name) => !claims.some((claim) => claim.name === name));
  const missing = unreadKinds.has("ResourceClaim") ? undefined : wanted[0];
  const found = (cause: string, fix: string, command: string) =>
    diagnosis(pod, { id: "pod-device-missing", cause, evidence: [said], fix, command });
  if (missing !== undefined) {
    return found(
      `waits for ResourceClaim ${missing}, which namespace ${pod.namespace} does not have`,
      "make the claim, or name one that is there",
      kubectl(examination, pod.namespace, "get", "resourceclaims"),
    );
  }
  if (claims.length === 0) return undefined;
  const classes = [...new Set(claims.flatMap((claim) => claim.classes))];
  const gone = classes.find((name) => !live.deviceClasses.some((each) => each.name === name));
  if (gone !== undefined && !unreadKinds.has("DeviceClass")) {
    return found(
      `waits for a device of DeviceClass ${gone}, which is not there`,
      "install the device driver that brings the class, or name one that is there",
      kubectl(examination, undefined, "get", "deviceclasses"),
    );
  }
  const drivers = driversOf(classes, examination);
  const absent = drivers.find((name) => !live.deviceSlices.some(({ driver }) => driver === name));
  return found(
    absent === undefined
      ? `waits for a device of class ${classes.join(", ")}, and none that it may have is free`
      : `waits for a device of class ${classes.join(", ")}, and driver ${absent} offers none on any node`,
    absent === undefined
      ? "let another pod end, or add a node with such a device"
      : `bring driver ${absent} to work on a node that has the device`,
    kubectl(examination, undefined, "get", "resourceslices"),
  );
}

/** `device.driver == "gpu.nvidia.com"` in the selectors of the classes. */
function driversOf(names: readonly string[], { live }: Examination): readonly string[] {
  return live.deviceClasses
    .filter(({ name }) => names.includes(name))
    .flatMap(({ selectors }) => selectors)
    .flatMap((text) => /device\.driver\s*==\s*["']([^"']+)["']/.exec(text)?.[1] ?? []);
}
