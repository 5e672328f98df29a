import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { isObject, type JsonObject } from "../../inventory/json";

/** What Helm keeps of a revision of a release. */
export interface HelmRevision {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** E.g. `deployed`. */
  readonly status: string;
  readonly chart: string;
  readonly version: string;
  /** Values that were given to it, without the chart's own. */
  readonly values: JsonObject;
  /** The rendered objects as YAML, without hooks. */
  readonly manifest: string;
}

const release = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  info: z.object({ status: z.string() }),
  chart: z.object({ metadata: z.object({ name: z.string(), version: z.string() }) }),
  config: z.custom<JsonObject>(isObject).nullish(),
  manifest: z.string().default(""),
});

/**
 * Reads Helm's Secret of a revision: JSON, gzipped, in base64, and that in the
 * base64 of every Secret.
 *
 * Source: https://github.com/helm/helm/blob/v3.18.0/pkg/storage/driver/util.go (decodeRelease)
 *
 * @throws Error when it is none
 */
export function readRevision(data: string): HelmRevision {
  const encoded = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64");
  // Before Helm 3 releases were not compressed.
  const isGzip = encoded[0] === 0x1f && encoded[1] === 0x8b;
  const json: unknown = JSON.parse((isGzip ? gunzipSync(encoded) : encoded).toString("utf8"));
  const { name, namespace, version, info, chart, config, manifest } = release.parse(json);
  return {
    name,
    namespace,
    revision: version,
    status: info.status,
    chart: chart.metadata.name,
    version: chart.metadata.version,
    values: config ?? {},
    manifest,
  };
}
