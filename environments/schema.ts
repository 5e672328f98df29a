import { z } from "zod";
import { acceptedFinding } from "./schema/accepted";
import { alerts } from "./schema/alerts";
import { chartValues } from "./schema/chart-values";
import { application } from "./schema/application";
import { cluster } from "./schema/cluster";
import { bytes, dnsLabel } from "./schema/common";
import { environmentName } from "./schema/environment-name";
import { fallbacks } from "./schema/fallbacks";
import { registry } from "./schema/images";
import { state } from "./schema/state";
import { vault } from "./schema/storage";
import { storage } from "./schema/storage-kinds";
import { switches } from "./schema/switches";

export type * from "./schema/accepted";
export type * from "./schema/alerts";
export type * from "./schema/application";
export type * from "./schema/app-secret";
export type * from "./schema/capacity";
export type * from "./schema/charts";
export type * from "./schema/cluster";
export type * from "./schema/common";
export type * from "./schema/companion";
export type * from "./schema/egress";
export type * from "./schema/fallbacks";
export type * from "./schema/gpu";
export type * from "./schema/home-files";
export type * from "./schema/images";
export type * from "./schema/ingress";
export type * from "./schema/kube-proxy";
export type * from "./schema/signals";
export type * from "./schema/state";
export type * from "./schema/storage";
export type * from "./schema/storage-kinds";
export type * from "./schema/submission";
export type * from "./schema/switches";
export type * from "./schema/variables";
export type * from "./schema/web";
export type * from "./schema/worker-scaling";

export { ENVIRONMENT_NAMES, type EnvironmentName } from "./files/names";

/** Another environment; a relation holds it against those that are there. */
const otherName = z.string().brand<"EnvironmentName">();

/** How the platform is run, apart from which parts of it are on. */
export const platform = z.strictObject({
  /** Two replicas and a PodDisruptionBudget for each controller that supports it. */
  highAvailability: z.boolean(),
  /** What uninstalling a chart does to its CRDs; `delete` takes every custom resource with it. */
  crdsOnUninstall: z.enum(["keep", "delete"]),
  /** Namespaces of the platform's parts. */
  namespaces: z.strictObject({
    keda: dnsLabel,
    monitoring: dnsLabel,
    externalSecrets: dnsLabel,
  }),
  /** How long Prometheus keeps samples, days. */
  metricsRetentionDays: z.int().min(1),
  /** Volume of each Prometheus replica; absent: an emptyDir, samples go with the pod. */
  metricsStorage: z.strictObject({ size: bytes, className: dnsLabel }).optional(),
  /**
   * Values of charts in this environment, over those of this project: mappings are merged, all else
   * is replaced, null takes the chart's own default away. `addons/README.md` says what is checked.
   *
   * @default none
   */
  chartValues: chartValues.optional(),
});

/** Everything that is decided about one environment. */
export const environment = z.strictObject({
  name: environmentName,
  /**
   * What people would miss is guarded: claims, Redis and file systems cannot be
   * destroyed, no fallback is taken, and it is applied from a commit only.
   *
   * @default true
   */
  protected: z.boolean().optional(),
  /**
   * Environments that this one is the rehearsal of: they differ in nothing that
   * is not allowed in environments/parity.ts.
   *
   * @default none
   */
  rehearses: z.union([otherName, z.array(otherName).min(1)]).optional(),
  state,
  cluster,
  storage,
  switches,
  /** Absent: no image comes from the cluster's own registry. */
  registry: registry.optional(),
  platform,
  vault: vault.optional(),
  /** Absent: alerts show in Prometheus and Alertmanager, and are sent nowhere. */
  alerts: alerts.optional(),
  /** What runs here, each with a namespace and a stack of its own. */
  applications: z.array(application).min(1),
  fallbacks: fallbacks.optional(),
  /** Findings of the rules that are let pass, each by name and with its reason. */
  accepted: z.array(acceptedFinding).optional(),
});

/** An environment after validation. */
export type EnvironmentSpec = z.output<typeof environment>;
/** An environment as written down: all but the switches, which have a file of their own. */
export type EnvironmentData = Omit<z.input<typeof environment>, "switches">;
