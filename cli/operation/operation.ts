import path from "node:path";
import type { Progress } from "../../runtime/progress";
import { type TerraformBinary, terraformBinary } from "../../runtime/terraform/binary";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import type { SynthesizedStack } from "../synthesis/synthesize";
import { findLeftStacks } from "./find-left-stacks";
import type { LeftStacks } from "./left-stacks";
import { type OperationOptions, plansFolder } from "./options";
import { type ProvenStacks, provenStacks } from "./proven-stacks";
import { SavedPlans } from "./saved-plans";
import { StackOutputs } from "./stack-outputs";
import { StackRuns } from "./stack-runs";
import { hash } from "./upstream";

/** An environment that is synthesized and proven, ready for Terraform. */
export interface Operation extends Omit<ProvenStacks, "outdir"> {
  readonly binary: TerraformBinary;
  /** Variables of every Terraform. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Terraform of the stacks. */
  readonly runs: StackRuns;
  /** What the stacks read of each other. */
  readonly outputs: StackOutputs;
  /** Plans that are kept. */
  readonly plans: SavedPlans;
  /** Stacks that are there, and not in the code any more. */
  readonly left: LeftStacks;
  readonly say: Progress;
}

/**
 * Reads and proves an environment, and finds Terraform.
 *
 * @throws ConfigurationError for data that is wrong, CommandFailure when a rule fails, a stack is unknown or Terraform is missing
 */
export async function startOperation(options: OperationOptions): Promise<Operation> {
  const { say } = options;
  const env = { ...process.env, ...terraformEnvironment(), ...options.env };
  const binary = terraformBinary(options.binary);
  const { outdir, ...stacks } = provenStacks(options, env);
  const plans = new SavedPlans(plansFolder(options));
  const fromEnvironment = env["FLUXIBRI_PROVIDER_LOCK"] === "none" ? "none" : "project";
  const runs = new StackRuns({
    environment: stacks.spec.name,
    providerLock: options.providerLock ?? fromEnvironment,
    logs: path.join(plans.folder, "logs"),
    ...{ binary, env, outdir },
  });
  const outputs = new StackOutputs(stacks.all, runs);
  const left = await findLeftStacks(stacks.spec, { folder: options.folder, env });
  return { ...stacks, binary, env, runs, outputs, plans, left, say };
}

/** Hash of a stack's code. */
export function codeHash({ json }: SynthesizedStack): string {
  return hash(JSON.stringify(json));
}
