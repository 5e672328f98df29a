import { applicationLabels } from "../labels";

/** Value of `app.kubernetes.io/name` on everything that the app makes. */
export const SUBMITTED_NAME = "montage-ai";

/**
 * Components of the Jobs that the app submits itself: they render, but speak neither Redis
 * nor the API (job_submitter.py and render_engine.py of d5eade7).
 */
export const SUBMITTED_JOBS = ["scene-detection", "encoder", "distributed-rendering"] as const;

/** How the names of ConfigMaps begin that the app makes for its Jobs. */
export const SUBMITTED_CONFIG = "scene-detect-config-";

/** Of everything that belongs to the app's way to the API. */
export const accessLabels = (application: string) =>
  applicationLabels(application, "cluster-access");

/** What the Jobs of the app may be made of. */
export interface SubmittedJobs {
  /** Repositories of the app's images, without tag: those of the running version and of the next. */
  readonly repositories: readonly string[];
  /** Claims that they may mount, by name. */
  readonly claims: readonly string[];
  /**
   * The only Secret that they may name, to pull with.
   *
   * @default none
   */
  readonly pullSecretName?: string;
}
