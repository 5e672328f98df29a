import { z } from "zod";
import { imageTag } from "./common";

/** Add-ons that can be switched one by one. */
export const ADDONS = [
  "keda",
  "metrics-server",
  "kube-prometheus-stack",
  "prometheus-adapter",
  "external-secrets",
  "cluster-autoscaler",
  "nvidia-device-plugin",
] as const;
export type Addon = (typeof ADDONS)[number];

/** Where charts come from: an https or oci repository, or a local folder. */
export const chartMirror = z
  .string()
  .regex(
    /^(https:\/\/|oci:\/\/|\/|\.{1,2}\/)/,
    "must be https://…, oci://… or a folder (/… or ./…)",
  );

/**
 * What an operator switches, in a plain JSON file beside the environment:
 * `environments/<name>.switches.json`.
 */
export const switches = z.strictObject({
  /** Source of the app's images. */
  images: z.enum(["registry", "ghcr"]),
  /** Tag of the app's image, the app repository's short commit; `npm run mirror -- ENV --pin` adds the digest. */
  imageTag,
  /** One repository for all charts instead of each chart's own; null: charts.yaml decides. CHART_MIRROR overrides it. */
  chartMirror: chartMirror.nullable(),
  /** Every add-on, on or off. */
  addons: z.strictObject({
    keda: z.boolean(),
    "metrics-server": z.boolean(),
    "kube-prometheus-stack": z.boolean(),
    "prometheus-adapter": z.boolean(),
    "external-secrets": z.boolean(),
    "cluster-autoscaler": z.boolean(),
    "nvidia-device-plugin": z.boolean(),
  } satisfies Record<Addon, z.ZodBoolean>),
});
export type Switches = z.output<typeof switches>;
