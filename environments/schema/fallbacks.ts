import { z } from "zod";
import { bytes, cpu, dnsLabel } from "./common";

/**
 * What the app's staging did to get by on few machines. One block, so that it
 * can be refused as a whole: production has none of it.
 */
export const fallbacks = z.strictObject({
  /** The cache claim becomes an emptyDir of each pod. */
  emptyDirCache: z.boolean(),
  /** Claims are ReadWriteOnce on one node's disk; all pods that share them land there. */
  nodeLocalVolumes: z.boolean(),
  /** Pods tolerate every taint but the GPU one. */
  broadTolerations: z.boolean(),
  /** Smaller requests, by application, then by `web` or the name of a worker. */
  reducedRequests: z.record(dnsLabel, z.record(dnsLabel, z.strictObject({ cpu, memory: bytes }))),
});
export type Fallbacks = z.output<typeof fallbacks>;
