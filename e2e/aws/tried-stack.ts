import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type PlanContent, readChanges } from "../../cli/operation/changes";
import { run } from "../../runtime/process/run";
import { terraformBinary } from "../../runtime/terraform/binary";
import { Terraform } from "../../runtime/terraform/terraform";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import { stackOverride } from "./override";
import { awsPartOf } from "./stack-json";

export interface TriedStackProps {
  /** Id of the stack, e.g. `production-node-pools`. */
  readonly id: string;
  /** Folder of its own, which takes code, state and plans. */
  readonly folder: string;
  /** Of the AWS that it is applied to. */
  readonly address: string;
  /** Constraint of the aws provider, where it is not the stack's own. */
  readonly awsVersion: string | undefined;
  /** Added to the environment of Terraform. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A stack of production as it is synthesized, applied to the stand-in with a state in a file. */
export class TriedStack {
  readonly terraform: Terraform;
  readonly planFile: string;
  readonly stateFile: string;
  private readonly env: NodeJS.ProcessEnv;
  private initialized = false;

  constructor(private readonly props: TriedStackProps) {
    const { id, folder, address, awsVersion, env = {} } = props;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, "override.tf.json"),
      JSON.stringify(stackOverride(address, awsVersion)),
    );
    this.stateFile = path.join(folder, "terraform.tfstate");
    this.planFile = path.join(folder, "kept.tfplan");
    this.env = { ...process.env, ...terraformEnvironment(), ...env };
    this.terraform = new Terraform({
      binary: terraformBinary(),
      environment: "production",
      stack: id,
      folder,
      logs: path.join(folder, "logs"),
      env: this.env,
    });
  }

  /** Puts code in place. */
  async use(json: unknown): Promise<void> {
    writeFileSync(path.join(this.props.folder, "cdk.tf.json"), JSON.stringify(awsPartOf(json)));
    if (this.initialized) return;
    await this.terraform.init();
    this.initialized = true;
  }

  /**
   * Runs a command that names the stack's synthesized folder, as a person pastes it.
   *
   * @throws Error with what it said, when it fails
   */
  async inShell(command: string): Promise<void> {
    const { id, folder } = this.props;
    const here = command.replaceAll(`cdktf.out/stacks/${id}`, folder);
    // Not in one go: what stands between Terraform and the provider is in this process.
    const ended = await run({ program: "sh", args: ["-c", here], env: this.env });
    if (!ended.ok) throw ended.failure(`see ${folder}`);
  }

  /**
   * After `kill -9`: Terraform 1.11.4 writes a state file in place, so a kill in
   * that moment leaves an empty one, and the next plan makes everything anew. The
   * copy from before the apply is beside it. A state in Terraform Cloud is sent whole.
   */
  recoverState(): void {
    const file = this.stateFile;
    const isWhole = existsSync(file) && statSync(file).size > 0;
    if (!isWhole) copyFileSync(`${file}.backup`, file);
  }

  /**
   * Plans and keeps the plan.
   *
   * @returns whether there is anything to apply
   */
  async plan(): Promise<boolean> {
    return this.terraform.plan(this.planFile);
  }

  /** What the plan that was kept would change. */
  async planned(): Promise<PlanContent> {
    return readChanges(await this.terraform.show(this.planFile));
  }

  /**
   * Applies the plan that was kept.
   *
   * @param onStart gets the number of Terraform's process
   */
  async apply(onStart?: (pid: number) => void): Promise<void> {
    await this.terraform.apply(this.planFile, { onStart });
  }
}
