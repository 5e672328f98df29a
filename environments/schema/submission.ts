import { z } from "zod";
import { dnsLabel, labelKey, settingName } from "./common";

/**
 * What the app submits as Kubernetes Jobs of its own. With it, web and workers get a token,
 * the rights that are named here, a way to the API server, and policies that let no other Job pass.
 */
export const submission = z.strictObject({
  /** Values of `app.kubernetes.io/component` that its Jobs' pods carry, beside the application's name. */
  components: z.array(dnsLabel).min(1),
  /** Labels that these pods carry as well, with any value. Services and policies must not select by them. */
  labels: z.array(
    labelKey.refine((key) => !key.includes("kubernetes.io/"), {
      error: "is Kubernetes' own, and Services and policies find pods by it",
      params: { fix: "name labels of the app" },
    }),
  ),
  /**
   * How the names of ConfigMaps begin that it makes for its Jobs.
   *
   * @default it makes none
   */
  configMapPrefix: z
    .string()
    .regex(/^[a-z0-9][-a-z0-9]*-$/, 'must be the beginning of a name and end in "-"')
    .optional(),
  /** It reads the log of a Job's pod. */
  readsLogs: z.boolean(),
  /** It looks at the cluster's nodes. */
  listsNodes: z.boolean(),
});
export type SubmissionSpec = z.output<typeof submission>;

const texts = z.record(settingName, z.string());

/**
 * Settings by which the app decides whether it submits Jobs. A relation holds `settings` to
 * them: an app that submits without rights fails job by job.
 */
export const submissionSettings = z.strictObject({
  /** With `submission`. */
  with: texts,
  /** Without it. */
  without: texts,
});
