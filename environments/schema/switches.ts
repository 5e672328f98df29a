import { z } from "zod";
import { chartVersions } from "./charts";
import { dnsLabel, imageTag } from "./common";
import { isUrlOf } from "./hosts";

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

/** Where the applications' images can come from: the keys of `images`. */
export const IMAGE_SOURCES = ["registry", "ghcr", "external"] as const;

/** Whether a chart mirror is a folder of this machine; it is a repository otherwise. */
export function isChartFolder(mirror: string): boolean {
  return /^(\/|\.{1,2}\/)/.test(mirror);
}

/** Where charts come from: an https or oci repository, or a local folder. */
export const chartMirror = z
  .string()
  .refine((place) => isChartFolder(place) || isUrlOf(["https", "oci"], place), {
    error: "must be https://HOST/…, oci://HOST/… or a folder (/… or ./…)",
    params: { fix: "write a URL with a DNS name or an IP address, or a folder" },
  });

/** How far a claim has moved to its successor `<name>-rwx`. */
const CLAIM_MOVES = ["copying", "moved"] as const;
export type ClaimMove = (typeof CLAIM_MOVES)[number];

/**
 * What an operator switches, in a plain JSON file beside the environment:
 * `environments/<name>.switches.json`.
 */
export const switches = z.strictObject({
  /** Source of all applications' images. */
  images: z.enum(IMAGE_SOURCES),
  /**
   * Tag of each application's image, by the application's name: its repository's short commit;
   * `npm run mirror -- ENV --pin` adds the digest.
   */
  imageTags: z.record(dnsLabel, imageTag),
  /** One repository for all charts instead of each chart's own; null: charts.yaml decides. CHART_MIRROR overrides it. */
  chartMirror: chartMirror.nullable(),
  /** Charts that this environment has in another version than charts.yaml pins: a way back that no other environment takes. */
  chartVersions,
  /**
   * Claims that move to `<name>-rwx`, because mode and class of an existing claim cannot change.
   * `copying`: both are there, pods are on the old one; `moved`: pods are on the new one. The old
   * one is kept either way, outside of every state: `npm run migrate-claims` writes this.
   */
  claimMoves: z.record(dnsLabel, z.enum(CLAIM_MOVES)),
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
