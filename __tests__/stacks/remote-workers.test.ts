import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { specOf, type StackJson, synthesize } from "../support/synth";

/**
 * Terraform Cloud's own workers get a configuration and nothing else: no file,
 * no program but terraform, no network of ours.
 */
const stacks = ENVIRONMENT_NAMES.map(specOf)
  .filter(({ state }) => state.kind === "terraform-cloud" && state.executionMode === "remote")
  .flatMap((spec) =>
    Object.entries(synthesize(spec)).map(([name, json]) => [`${spec.name}-${name}`, json] as const),
  );

/** Every key of a value and all below it, with what it holds. */
function entries(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key, inner], ...entries(inner)]);
}

/** What Terraform evaluates: without cdktf's own notes. */
function evaluated({ resource, data, provider, output, ephemeral }: StackJson) {
  return { resource, data, provider, output, ephemeral };
}

test("there are stacks that run remotely", () => {
  expect(stacks.length).toBeGreaterThan(0);
});

describe.each(stacks)("%s", (_id, stack) => {
  const all = entries(evaluated(stack));

  test("has no exec authentication and no provisioner", () => {
    expect(entries(stack.provider).filter(([key]) => key === "exec")).toEqual([]);
    expect(all.filter(([key]) => key === "provisioner")).toEqual([]);
  });

  test("reads no file of a machine", () => {
    const files = all.filter(
      ([key, value]) =>
        /^(config_paths?|kubeconfig|cert_file|key_file|filename|source_file|repository_(ca|key|cert)_file)$/.test(
          key,
        ) ||
        (typeof value === "string" &&
          /\$\{[^}]*\b(file|filebase64|templatefile|fileset)\(/.test(value)),
    );
    expect(files).toEqual([]);
    expect(stack.terraform["backend"]).toBeUndefined();
  });

  test("takes charts from https or oci repositories at an exact version", () => {
    for (const release of Object.values(stack.resource?.["helm_release"] ?? {})) {
      const { chart, repository, version } = release;
      expect(String(repository ?? chart)).toMatch(/^(https|oci):\/\//);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(chart).not.toMatch(/^[./~]|\.tgz$/);
    }
  });

  test("runs no program: its providers are of the registry, none of them runs commands", () => {
    const providers = Object.values(Object(stack.terraform["required_providers"])).map((provider) =>
      String(Reflect.get(Object(provider), "source")),
    );
    expect(providers).not.toEqual([]);
    for (const provider of providers) expect(["aws", "kubernetes", "helm"]).toContain(provider);
    expect(stack.data).not.toHaveProperty("external");
  });

  test("keeps the cluster's token out of the state", () => {
    const token = "aws_eks_cluster_auth";
    expect(JSON.stringify([stack.resource, stack.data, stack.output])).not.toContain(token);
    const reachesCluster = Object.keys(stack.provider ?? {}).some((name) => name !== "aws");
    expect(Object.keys(stack.ephemeral ?? {})).toEqual(reachesCluster ? [token] : []);
  });

  test("asks for a Terraform that knows ephemeral resources", () => {
    expect(stack.terraform["required_version"]).toMatch(/^>= 1\.(1\d|[2-9]\d)\./);
  });
});
