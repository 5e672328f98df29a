import { readFileSync } from "node:fs";
import path from "node:path";
import { Testing } from "cdktf";
import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../environments/schema";
import { stackNames } from "../../environments/stack-names";
import { buildEnvironment, buildTerraformCloud, cloudEnvironment } from "../../stacks";
import { specOf, type StackJson } from "./synth";

/** Environments that have workspaces. */
export const cloudEnvironments = ENVIRONMENT_NAMES.map(specOf).filter(
  ({ state }) => state.kind === "terraform-cloud",
);

/** Environment of a stack's id, `production-us` of `production-us-node-pools`. */
export function environmentOf(id: string): string {
  const stacks = cloudEnvironments.flatMap(stackNames);
  return stacks.reduce((name, stack) => name.replace(new RegExp(`-${stack}$`), ""), id);
}

/** Everything that is synthesized with all environments. */
export interface SynthesizedAll {
  /** Stacks of all environments by their id. */
  readonly stacks: Readonly<Record<string, StackJson>>;
  /** The stack of all workspaces. */
  readonly cloud: StackJson | undefined;
}

/** All environments and their workspaces, some of them changed. */
export function synthesizeAll(
  change: (spec: EnvironmentSpec) => EnvironmentSpec = (spec) => spec,
): SynthesizedAll {
  const app = Testing.app();
  const built = ENVIRONMENT_NAMES.map((name) => buildEnvironment(app, change(specOf(name))));
  const cloud = buildTerraformCloud(app, built.map(cloudEnvironment));
  app.synth();
  const read = (id: string): StackJson =>
    JSON.parse(readFileSync(path.join(app.outdir, "stacks", id, "cdk.tf.json"), "utf8"));
  return {
    stacks: Object.fromEntries(built.flat().map(({ node }) => [node.id, read(node.id)])),
    cloud: cloud && read(cloud.node.id),
  };
}
