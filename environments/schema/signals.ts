import { z } from "zod";

const redisName = z.string().regex(/^[A-Za-z0-9:._-]+$/, "must be a name in Redis without spaces");
const series = z
  .string()
  .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'must be the name of a series, e.g. "app_jobs_total"');

/** What the app shows of itself in Redis and at its web front; alerts that stand on it exist only where it is named. */
export const signals = z.strictObject({
  /** Sorted set of Redis that has each job which the app ever accepted: a shorter one has lost data. */
  acceptedJobs: redisName.optional(),
  /** Channel of Redis that each web pod subscribes to, once, for the progress of jobs. */
  updatesChannel: redisName.optional(),
  /**
   * Counters of web's metrics, for an app whose web front goes on without Redis: jobs that it
   * accepted, and its tries to write one down, of which it makes none without Redis.
   */
  webCounters: z.strictObject({ accepted: series, written: series }).optional(),
});
export type SignalsSpec = z.output<typeof signals>;
