import { readFileSync } from "node:fs";
import path from "node:path";
import { loadEnvironment, loadRehearsals } from "../../environments";
import { projectFile } from "../../environments/project";
import type { EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import { ruleFailure } from "../synthesis/findings";
import { synthesize, type SynthesizedStack } from "../synthesis/synthesize";
import { type TerraformBinary, terraformBinary } from "../../runtime/terraform/binary";
import { type ProviderLock, writeStackLock } from "../../runtime/terraform/provider-lock";
import { Terraform } from "../../runtime/terraform/terraform";
import { terraformEnvironment } from "../../runtime/terraform/environment";
import { givenStacks } from "./given-stacks";
import { SavedPlans } from "./saved-plans";
import { hash, hashOutputs, type OutputValues, readOutputs, Upstreams } from "./upstream";

/** What plan and deploy work on. */
export interface OperationOptions {
  readonly environment: EnvironmentName;
  /**
   * The environment as it would be.
   *
   * @default as its files say
   */
  readonly spec?: EnvironmentSpec;
  /**
   * Stacks to work on, in any order.
   *
   * @default all of the environment
   */
  readonly stacks?: readonly StackName[];
  /**
   * The program that plans and applies.
   *
   * @default environment variable TERRAFORM_BINARY_NAME, or terraform
   */
  readonly binary?: string;
  /**
   * Which providers may be used.
   *
   * @default environment variable FLUXIBRI_PROVIDER_LOCK, or project
   */
  readonly providerLock?: ProviderLock;
  /**
   * Folder that takes `cdktf.out`, `.plans` and, for local states, `.terraform-state`.
   *
   * @default the project
   */
  readonly folder?: string;
  /**
   * Added to this process's environment, for the environment's data and for
   * Terraform: KUBECONFIG, KUBE_CONTEXT, CHART_MIRROR.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `cdktf.out` of another checkout whose stacks are planned, in place of this one's.
   *
   * @default synthesized here
   */
  readonly synthesized?: string;
  /** Takes one line for every step. */
  readonly say: Progress;
}

/** Where the plans of an environment are kept. */
export function plansFolder({
  folder,
  environment,
}: Pick<OperationOptions, "folder" | "environment">): string {
  return path.join(folder ?? projectFile("."), ".plans", environment);
}

/** An environment that is synthesized and proven, ready for Terraform. */
export class Operation {
  readonly spec: EnvironmentSpec;
  readonly binary: TerraformBinary;
  /** Every stack of the environment, in the order of application. */
  readonly all: readonly SynthesizedStack[];
  /** Those that were asked for, in the same order. */
  readonly chosen: readonly SynthesizedStack[];
  readonly upstreams: Upstreams;
  readonly plans: SavedPlans;
  readonly say: Progress;
  /** Variables of every Terraform. */
  readonly env: Readonly<Record<string, string | undefined>>;
  private readonly providerLock: ProviderLock;
  private readonly outdir: string;
  private readonly initialized = new Set<string>();
  private readonly outputs = new Map<string, OutputValues>();

  /**
   * @throws ConfigurationError for data that is wrong, CommandFailure when a rule fails, a stack is unknown or Terraform is missing
   */
  constructor(options: OperationOptions) {
    const { environment, stacks, binary, folder, providerLock, env = {}, say } = options;
    this.say = say;
    this.env = { ...process.env, ...terraformEnvironment(), ...env };
    this.binary = terraformBinary(binary);
    const fromEnvironment = this.env["FLUXIBRI_PROVIDER_LOCK"] === "none" ? "none" : "project";
    this.providerLock = providerLock ?? fromEnvironment;
    this.spec = options.spec ?? loadEnvironment(environment, this.env);
    this.outdir = path.join(folder ?? projectFile("."), "cdktf.out");
    this.plans = new SavedPlans(plansFolder(options));
    this.all =
      options.synthesized === undefined
        ? this.synthesized(environment)
        : givenStacks(options.synthesized, this.spec, this.outdir);
    this.chosen = chosenStacks(this.all, stacks, environment);
    this.upstreams = new Upstreams(this.all);
  }

  private synthesized(environment: EnvironmentName): readonly SynthesizedStack[] {
    const rehearsals = loadRehearsals([environment], this.env);
    const { environments, holds } = synthesize([this.spec], this.outdir, rehearsals);
    if (!holds) throw ruleFailure(environment, environments, "nothing is planned or applied");
    return environments.flatMap(({ stacks }) => stacks);
  }

  /** Terraform of a stack, initialized once. */
  async terraform({ id, json }: Pick<SynthesizedStack, "id" | "json">): Promise<Terraform> {
    const folder = this.folderOf(id);
    this.requireUnchanged(folder, json);
    const terraform = this.terraformIn(id, folder);
    if (!this.initialized.has(id)) {
      this.lockProviders(folder, json);
      await terraform.init();
      this.initialized.add(id);
    }
    return terraform;
  }

  /** What is planned must be what was proven and shown. */
  private requireUnchanged(folder: string, json: unknown): void {
    const written = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
    if (JSON.stringify(JSON.parse(written)) === JSON.stringify(json)) return;
    throw new CommandFailure(
      `${path.relative(process.cwd(), folder)} was synthesized anew meanwhile, from other code`,
      "run the command again, and nothing else in this folder until it has ended",
    );
  }

  /** Folder of a synthesized stack. */
  folderOf(id: string): string {
    return path.join(this.outdir, "stacks", id);
  }

  /** Writes the lock file that `init` of a folder goes by. */
  lockProviders(folder: string, json: unknown): void {
    writeStackLock({ product: this.binary.product, lock: this.providerLock, folder, json });
  }

  /** Terraform of any folder; nothing is initialized. */
  terraformIn(stack: string, folder: string): Terraform {
    const { binary, spec, env } = this;
    const logs = path.join(this.plans.folder, "logs");
    return new Terraform({ binary, environment: spec.name, stack, folder, logs, env });
  }

  /** Hash of a stack's code. */
  codeOf({ json }: SynthesizedStack): string {
    return hash(JSON.stringify(json));
  }

  /** Outputs of earlier stacks that a stack reads, as their states have them now. */
  async readUpstream(stack: SynthesizedStack): Promise<void> {
    const producers = new Set(this.upstreams.consumedBy(stack.id).map(({ producer }) => producer));
    for (const producer of this.all.filter(({ id }) => producers.has(id))) {
      if (this.outputs.has(producer.id)) continue;
      const terraform = await this.terraform(producer);
      this.outputs.set(producer.id, readOutputs(await terraform.outputs()));
    }
  }

  /** Hash of what a stack reads of earlier ones; to be asked after `readUpstream`. */
  upstreamOf({ id }: Pick<SynthesizedStack, "id">): string {
    return hashOutputs(this.upstreams.consumedBy(id), (producer) => this.outputsOf(producer));
  }

  /** What `readUpstream` found; no outputs: it was never applied. */
  outputsOf(id: string): OutputValues {
    return this.outputs.get(id) ?? {};
  }

  /** After an apply outputs are what they are then. */
  forgetOutputs(id: string): void {
    this.outputs.delete(id);
  }
}

function chosenStacks(
  all: readonly SynthesizedStack[],
  names: readonly StackName[] | undefined,
  environment: string,
): readonly SynthesizedStack[] {
  if (names === undefined || names.length === 0) return all;
  const missing = names.filter((name) => !all.some((stack) => stack.name === name));
  if (missing.length > 0) {
    const known = all.map(({ name }) => name).join(", ");
    throw new CommandFailure(
      `${environment} has no stack ${missing.join(", ")}`,
      `name stacks of ${environment}: ${known}`,
    );
  }
  return all.filter(({ name }) => names.includes(name));
}

/** Reads the name of one of the known stacks, with or without its environment before it. */
export function stackName(
  text: string,
  environment: string,
  known: readonly StackName[],
): StackName | undefined {
  const prefix = `${environment}-`;
  return known.find((name) => name === text || `${prefix}${name}` === text);
}
