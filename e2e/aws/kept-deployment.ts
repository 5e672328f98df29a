import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deployEnvironment, type DeployOptions } from "../../cli/deploy/deploy-environment";
import { planEnvironment } from "../../cli/operation/plan-environment";
import { environmentName } from "../../environments";
import { stackOverride } from "./override";
import type { AwsStack, World } from "./world";

/**
 * `npm run plan` and `npm run deploy -- --plan` of a stack at the stand-in, on the
 * state that the other changes have. The program that they start puts the override
 * beside the synthesized stack, and is Terraform.
 */
export class KeptDeployment {
  private readonly options: DeployOptions;
  private readonly lines: string[] = [];

  constructor(world: World, stack: AwsStack) {
    const { awsVersion, folder: parent, providerEnv, spec, stacks, standIn } = world;
    const folder = path.join(parent, "deploy");
    mkdirSync(folder, { recursive: true });
    const override = path.join(folder, "override.json");
    const state = stacks[stack].stateFile;
    writeFileSync(override, JSON.stringify(stackOverride(standIn.address, awsVersion, state)));
    const program = path.join(folder, "terraform");
    writeFileSync(program, script(override), { mode: 0o755 });
    this.options = {
      environment: environmentName("production"),
      // The data differ from any commit.
      spec: { ...spec, protected: false },
      stacks: [stack],
      binary: program,
      providerLock: "none",
      folder,
      env: providerEnv,
      say: (line) => this.lines.push(line),
      show: () => undefined,
      yes: true,
      allowDestroy: [],
      ask: undefined,
      plan: true,
      unlockReleases: false,
    };
  }

  /** Plans, and keeps the plan. */
  async plan(): Promise<void> {
    const { failure } = await planEnvironment(this.options);
    if (failure !== undefined) throw failure;
  }

  /**
   * Deploys from the plan that was kept.
   *
   * @returns the lines that a person sees
   */
  async deploy(): Promise<readonly string[]> {
    const { failure } = await deployEnvironment(this.options);
    if (failure !== undefined) throw failure;
    return this.lines;
  }
}

function script(override: string): string {
  return `#!/bin/sh
for word in "$@"; do
  case "$word" in
    -chdir=*) cp '${override}' "\${word#-chdir=}/override.tf.json" ;;
  esac
done
exec terraform "$@"
`;
}
