import type { SubmissionSpec } from "../../environments/schema";
import { applicationLabels } from "../labels";

/** Of everything that belongs to the app's way to the API. */
export const accessLabels = (application: string) =>
  applicationLabels(application, "cluster-access");

/** What the Jobs of the app may be made of. */
export interface SubmittedJobs extends SubmissionSpec {
  /** Name of the application: value of `app.kubernetes.io/name` on what it makes. */
  readonly application: string;
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
