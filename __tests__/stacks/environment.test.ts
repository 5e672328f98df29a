import { readFileSync } from "node:fs";
import path from "node:path";
import { Testing } from "cdktf";
import { environmentName } from "../../environments";
import { stackOf } from "../../environments/applications";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { buildEnvironment } from "../../stacks";
import { montageAiAlone } from "../support/applications";
import { specOf, synthesize, type StackJson } from "../support/synth";

const synthesized = new Map(
  ENVIRONMENT_NAMES.map((name) => [name, synthesize(specOf(name))] as const),
);
const stacksOf = (name: string) => synthesized.get(environmentName(name)) ?? {};
const environments = {
  local: stacksOf("local"),
  staging: stacksOf("staging"),
  production: stacksOf("production"),
};
const all = [...synthesized].flatMap(([environment, stacks]) =>
  Object.entries(stacks).map(([name, json]) => [`${environment}-${name}`, json] as const),
);

/** Stacks whose state a stack reads. */
function reads(stack: StackJson | undefined): readonly string[] {
  return Object.keys(stack?.data?.["terraform_remote_state"] ?? {}).map((id) =>
    id.replace("cross-stack-reference-input-", ""),
  );
}

describe("stacks of an environment", () => {
  test("local has two stacks and one for each application, staging and production four", () => {
    const names = ["node-pools", "storage", "platform", "secrets"];
    const applications = (name: string) => specOf(name).applications.map(stackOf);
    expect(Object.keys(environments.local)).toEqual([
      "storage",
      "platform",
      ...applications("local"),
    ]);
    expect(Object.keys(environments.staging)).toEqual([...names, ...applications("staging")]);
    expect(Object.keys(environments.production)).toEqual([...names, ...applications("production")]);
  });

  test.each(ENVIRONMENT_NAMES)("%s: each stack depends on all before it", (name) => {
    const app = Testing.app();
    const ids = buildEnvironment(app, specOf(name)).map((stack) => stack.node.id);
    app.synth();
    const manifest: unknown = JSON.parse(
      readFileSync(path.join(app.outdir, "manifest.json"), "utf8"),
    );
    expect(manifest).toMatchObject({
      stacks: Object.fromEntries(
        ids.map((id, index) => [id, { dependencies: ids.slice(0, index) }]),
      ),
    });
  });

  test("the workload reads what other stacks created from their state", () => {
    expect(reads(environments.local.workload)).toEqual(["local-platform", "local-storage"]);
    expect(reads(environments.production.workload)).toEqual([
      "production-platform",
      "production-secrets",
      "production-storage",
    ]);
  });

  test.each(ENVIRONMENT_NAMES)("%s: nothing but its own stacks is read", (name) => {
    for (const stack of Object.values(stacksOf(name))) {
      for (const read of reads(stack)) expect(read).toMatch(new RegExp(`^${name}-`));
    }
  });
});

describe("state", () => {
  test("local state lies in the project, under a path that is the same on every machine", () => {
    expect(environments.local.platform?.terraform["backend"]).toEqual({
      local: { path: "../../../.terraform-state/local-platform.tfstate" },
    });
  });

  test("staging has one named workspace a stack, in its organization and project", () => {
    expect(environments.staging.platform?.terraform["cloud"]).toEqual({
      hostname: "app.terraform.io",
      organization: "fluxibri",
      workspaces: { name: "fluxibri-staging-platform", project: "montage-ai-staging" },
    });
  });

  test("remote state of Terraform Cloud is read from the named workspace", () => {
    const states = environments.production.workload?.data?.["terraform_remote_state"];
    expect(states?.["cross-stack-reference-input-production-storage"]).toEqual({
      backend: "remote",
      config: {
        hostname: "app.terraform.io",
        organization: "fluxibri",
        workspaces: { name: "fluxibri-production-storage" },
      },
    });
  });
});

describe("authentication", () => {
  test.each(["platform", "secrets", "workload"])(
    "production-%s gets an ephemeral EKS token, which no exec plugin and no state is needed for",
    (name) => {
      const stack = environments.production[name];
      expect(stack?.ephemeral).toEqual({
        aws_eks_cluster_auth: { cluster: { name: "fluxibri-production" } },
      });
      expect(JSON.stringify(stack?.provider)).toContain(
        "${ephemeral.aws_eks_cluster_auth.cluster.token}",
      );
      expect(JSON.stringify(stack?.provider)).not.toContain('"exec":');
      expect(stack?.data?.["aws_eks_cluster_auth"]).toBeUndefined();
    },
  );

  test.each(all)("%s needs a Terraform that knows ephemeral resources", (_id, stack) => {
    expect(stack.terraform["required_version"]).toBe(">= 1.10.0, < 2.0.0");
  });
});

/** What credentials look like when somebody writes them down. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  "an AWS access key": /\bAKIA[0-9A-Z]{16}\b/,
  "a GitHub token": /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  "a Vault token": /\bhvs\.[A-Za-z0-9_-]{20,}/,
  "a Terraform Cloud token": /\.atlasv1\./,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "a literal password": /"(password|secret_key|token|auth)":"(?!\$\{|\{\{)[^"]+"/i,
  "a URL with a password": /:\/\/[^/\s":{}]+:[^/\s"@{}]+@/,
};

test.each(all)("%s holds no credential", (_id, stack) => {
  const text = JSON.stringify(stack);
  const found = Object.entries(SECRETS).filter(([, pattern]) => pattern.test(text));
  expect(found.map(([name]) => name)).toEqual([]);
});

// An environment that comes is of one of these kinds: it needs no snapshot of its own.
test.each(["local", "staging", "production"])("%s is made of these resources", (name) => {
  const tree = Object.entries(synthesize(montageAiAlone(specOf(name)))).flatMap(
    ([stack, { resource }]) =>
      Object.entries(resource ?? {}).map(
        ([type, found]) => `${stack} ${type} x${Object.keys(found).length}`,
      ),
  );
  expect(tree).toMatchSnapshot();
});
