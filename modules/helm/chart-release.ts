import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ChartName } from "../../addons";
import { chartValues } from "../../environments/chart-values";
import type { EnvironmentSpec } from "../../environments/schema";
import { chartSource } from "./chart-source";

export interface ChartReleaseProps {
  /** Chart, pinned in charts.yaml (or, in one environment, by its switches); the release has the same name. */
  readonly chart: ChartName;
  /** Namespace that exists; best as an attribute of the one created. */
  readonly namespace: string;
  /** Environment that decides on the chart's version, where it comes from, and its values. */
  readonly from: EnvironmentSpec;
  /**
   * Seconds that an install, upgrade or removal may take.
   *
   * @default 600
   */
  readonly timeoutSeconds?: number;
  /**
   * What must be there before the release, and go after it.
   *
   * @default nothing but what its namespace and values refer to
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Revisions that Helm keeps for a rollback; each is a Secret in the namespace. */
const KEPT_REVISIONS = 5;

/**
 * One pinned chart. It is ready when its pods are; a release that does not get
 * ready is rolled back, or removed when it was the first, so that the next
 * apply starts from a known place.
 *
 * `takeOwnership` is never set: it would hide that another release installed the
 * same thing, such as a second owner of a metrics API.
 */
export class ChartRelease extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    this.release = new Release(this, "release", {
      name: props.chart,
      ...chartSource(props.chart, props.from),
      namespace: props.namespace,
      createNamespace: false,
      dependencyUpdate: false,
      wait: true,
      // When an apply ends between Helm and the state file, the next one goes on with the release.
      upgradeInstall: true,
      atomic: true,
      cleanupOnFail: true,
      timeout: props.timeoutSeconds ?? 600,
      maxHistory: KEPT_REVISIONS,
      dependsOn: [...(props.dependsOn ?? [])],
      values: [JSON.stringify(chartValues(props.from, props.chart, props.namespace))],
    });
  }
}
