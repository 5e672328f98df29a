import { z } from "zod";
import { ADDON_NAMES, ADDONS } from "../../addons";
import { isMapping } from "../../addons/kit/values";
import { chartVersions } from "./charts";
import { dnsLabel, imageTag } from "./common";
import { isUrlOf } from "./hosts";

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

/** Add-ons that are off where nothing is said of them. */
const OFF_UNSAID = Object.fromEntries(
  ADDONS.filter(({ unsaid }) => unsaid === "off").map(({ name }) => [name, false]),
);

function withUnsaid(said: unknown): unknown {
  return isMapping(said) ? { ...OFF_UNSAID, ...said } : said;
}

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
  /** Every add-on, on or off. The file may leave out those whose object says that unsaid is off. */
  addons: z.preprocess(withUnsaid, z.record(z.enum(ADDON_NAMES), z.boolean())),
});
export type Switches = z.output<typeof switches>;
