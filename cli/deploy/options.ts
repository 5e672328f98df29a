import type { Operation } from "../operation/operation";
import type { OperationOptions } from "../operation/options";
import type { Approval } from "./approval";

export interface DeployOptions extends OperationOptions, Omit<Approval, "command"> {
  /**
   * Apply the plans that `npm run plan` kept, where they still hold. `yes` is then
   * for these: a plan that differs from them is asked for, and refused without a terminal.
   */
  readonly plan: boolean;
  /**
   * Take away locks that an apply left on Helm releases, although the deploy
   * before this one did not break off here. Only where no other apply is at work.
   */
  readonly unlockReleases: boolean;
  /**
   * Why it may be deployed where network policies are not enforced.
   *
   * @default it may not
   */
  readonly openNetwork?: string;
  /** Takes what people should see before they agree. */
  readonly show: (text: string) => void;
}

/** The command that does the same for stacks; without one, for all. */
export function commandOf(
  { spec, all }: Operation,
  { binary, providerLock, plan, yes, allowDestroy, openNetwork, ask }: DeployOptions,
  stacks: readonly string[],
): string {
  return [
    "npm run deploy --",
    spec.name,
    ...(stacks.length === all.length ? [] : stacks),
    ...(binary === undefined ? [] : ["--binary", binary]),
    ...(providerLock === undefined ? [] : ["--provider-lock", providerLock]),
    // Without it the yes to what was kept would become one to whatever is planned then.
    ...(plan ? ["--plan"] : []),
    ...(yes && ask === undefined ? ["--yes"] : []),
    ...(openNetwork === undefined
      ? []
      : [`--accept-open-network '${openNetwork.replaceAll("'", "'\\''")}'`]),
    ...allowDestroy.map((address) => `--allow-destroy '${address}'`),
  ].join(" ");
}
