import type { App } from "cdktf";
import type { EnvironmentSpec } from "../environments/schema";
import { madeStackNames } from "../environments/stack-names";
import { installedCharts } from "../environments/switched";
import { checkCharts } from "../modules/helm/chart-source";
import { ApplicationStack } from "./application-stack";
import type { EnvironmentStack } from "./environment-stack";
import { NodePoolsStack } from "./node-pools-stack";
import { PlatformStack } from "./platform-stack";
import { SecretsStack } from "./secrets-stack";
import { StorageStack } from "./storage-stack";

export { buildTerraformCloud, cloudEnvironment } from "./terraform-cloud";

/**
 * The stacks of one environment, in the order they are applied; one with nothing
 * to own is not made (`madeStackNames`).
 *
 * @throws ConfigurationError naming every chart that the mirror lacks
 */
export function buildEnvironment(app: App, spec: EnvironmentSpec): readonly EnvironmentStack[] {
  checkCharts(installedCharts(spec), spec);
  const made = new Set(madeStackNames(spec));
  const nodePools = made.has("node-pools") ? new NodePoolsStack(app, spec) : undefined;
  const storage = new StorageStack(app, spec);
  const platform = new PlatformStack(app, spec);
  const secrets = made.has("secrets")
    ? new SecretsStack(app, spec, { platform: platform.outputs })
    : undefined;
  const applications = spec.applications.map(
    (application) =>
      new ApplicationStack(app, spec, {
        application,
        storage: storage.outputs,
        platform: platform.outputs,
        secrets: secrets?.outputs,
      }),
  );
  return inOrder([nodePools, storage, platform, secrets, ...applications]);
}

/** Records that each stack comes after all before it: custom resources go before the charts of their CRDs. */
function inOrder(stacks: readonly (EnvironmentStack | undefined)[]): readonly EnvironmentStack[] {
  const present = stacks.filter((stack) => stack !== undefined);
  present.forEach((stack, index) => {
    for (const earlier of present.slice(0, index)) stack.addDependency(earlier);
  });
  return present;
}
