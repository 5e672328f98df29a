import { z } from "zod";
import { bytes, dnsLabel, labelKey, port, positive, resources } from "./common";
import { serverVariables } from "./variables";
import { command } from "./web";

/**
 * A server of the app's image beside web and workers, which use it: a Deployment and a
 * Service inside the namespace, an extra whose failure fails no apply.
 */
export const companion = z.strictObject({
  /** Deployment and Service; pods of the app find it by this name. */
  name: dnsLabel,
  /** Its component label, and its name in `egresses` and policies: `app-to-<component>`. */
  component: dnsLabel.max(40),
  /** Program that serves the port. */
  command,
  port,
  /** All variables that it gets: the app's settings are not loaded. */
  variables: serverVariables,
  replicas: positive,
  resources,
  /** Scratch space (emptyDir) for its home and `/tmp`, and its limit. */
  scratch: bytes,
  /** It writes to its own root filesystem, beside the scratch space. */
  writableRoot: z.boolean(),
  /**
   * Label, with the value "true", of the k3s machines that may run it.
   *
   * @default it runs on nodes for web, as on EKS
   */
  machineLabel: labelKey.optional(),
});
export type CompanionSpec = z.output<typeof companion>;
