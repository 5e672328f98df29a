import { environmentName } from "../../environments";
import type { DeployOptions } from "../../cli/deploy/deploy-environment";
import type { FakeTerraform } from "./fake-terraform";

/** A deploy of the local environment without a question or a word, with some of it changed. */
export function deployOptions(
  terraform: FakeTerraform,
  folder: string,
  changes: Partial<DeployOptions> = {},
): DeployOptions {
  return {
    environment: environmentName("local"),
    binary: terraform.program,
    folder,
    env: { CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: "" },
    plan: false,
    yes: true,
    allowDestroy: [],
    ask: undefined,
    unlockReleases: false,
    say: () => undefined,
    show: () => undefined,
    ...changes,
  };
}
